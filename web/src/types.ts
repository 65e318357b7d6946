/* What `kg/view/data.py` writes into the page, and nothing that is worked out from it. Texts are plain text. */

export type Language = "zh" | "en";

/** Words in both languages of the interface. */
export type Titles = Record<Language, string>;

export interface Category {
  id: string;
  title: Titles;
  /** One character that no other category has. */
  glyph: string;
  count: number;
}

export interface Entity {
  id: string;
  name: string;
  /** A key of `classes`. */
  type: string;
  /** A place in `categories`. */
  category: number;
  /** The number of statements that connect it. */
  degree: number;
  /** PageRank, the mean of all entities being 1. */
  rank: number;
  /** A place in `communities`. */
  community: number;
  /** Pinyin and initials of its names. */
  keys: string[];
  aliases?: string[];
  description?: string;
  sameAs?: string[];
  /** What became of it, on a page that tells changes; and the id that it had. */
  change?: Change;
  formerId?: string;
}

export type Change = "added" | "removed" | "changed";

export interface Figure {
  measure: string;
  /** As printed: 2.3万余家. */
  figure: string;
  /** What the words mean: 23000 or more (`lower`), of the unit 家. Numbers are decimal texts. */
  meaning: { number: string; bound: Bound; unit: string; maximum?: string };
  kind?: Titles;
  counts?: string;
  scope?: string;
  period?: string;
}

export type Bound = "exact" | "lower" | "upper" | "about" | "range" | "magnitude";

export type StatementObject = { entity: string } | { date: string } | { text: Titles } | Figure;

export type Status = "stated" | "inferred" | "disputed" | "deprecated";

export interface Evidence {
  /** A key of `articles`. */
  source?: string;
  /** Phrases of the article, in its order. */
  quote?: string[];
  /** The paragraph of the first phrase, from 1, where the text was at hand. */
  paragraph?: number;
  /** The sentence that the phrases stand in, as texts and phrases in turn: the odd ones are the phrases. */
  sentence?: string[];
}

export interface Statement extends Evidence {
  subject: string;
  property: string;
  object: StatementObject;
  when?: string;
  /** The first and the last day of its date or of `when`, as 2022-04-01; null where there is no such end. */
  days?: [string | null, string | null];
  /** "stated" where it is left out. */
  status?: Exclude<Status, "stated">;
  role?: string;
  note?: string;
  change?: Change;
  /** What a changed one said before, in words. */
  before?: string;
}

/** What is not stated of an entity; `partial` where the property has values and only further ones are missing. */
export interface Omission extends Evidence {
  subject: string;
  property: string;
  note: string;
  partial: boolean;
}

export interface Article {
  title: string;
  authors?: string[];
  publisher?: string;
  published?: string;
  url?: string;
}

/** A saved query; `text` is SPARQL with the prefixes declared, marked `VALUES ?name { … }` are its parameters. */
export interface SavedQuery {
  name: string;
  group: Titles;
  question: Titles;
  text: string;
  parameters: { name: string; kind: string; preset: string; about: Titles }[];
}

export interface PageData {
  /** The language that the page opens in. */
  language: Language;
  /** The title of the page, where it has one of its own. */
  title?: string;
  categories: Category[];
  classes: Record<string, { title: Titles; category: number }>;
  /** `inverse` is what the property is called when seen from its object. */
  properties: Record<string, { title: Titles; inverse?: Titles }>;
  entities: Entity[];
  statements: Statement[];
  omissions: Omission[];
  articles: Record<string, Article>;
  /** Largest first; `name` is the id of the most central member. */
  communities: { name: string; size: number }[];
}

export interface DrawnNode {
  id: string;
  x: number;
  y: number;
  /** Radius in pixels at scale 1. */
  size: number;
}

export interface DrawnEdge {
  /** A place in `statements`. */
  id: number;
  from: string;
  to: string;
  dashes?: number[];
  smooth?: { type: string; roundness: number };
}

/** What pyvis carries: where everything is drawn. */
export interface Drawing {
  nodes: DrawnNode[];
  edges: DrawnEdge[];
  options: Record<string, unknown>;
  /** The entity that is selected when the page opens. */
  focus: string | null;
}

/** What `--sparql` adds: the graph as N-Triples, how to write entities, and the saved queries. */
export interface AskData {
  triples: string;
  prefixes: Record<string, string>;
  queries: SavedQuery[];
}
