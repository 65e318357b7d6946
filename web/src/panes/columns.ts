/* What the three tables consist of: their rows, as places in the data, and their columns. */

import type { App } from "../app.ts";
import { button, element, text } from "../dom.ts";
import { link, propertyOf, typeOf } from "../panels/parts.ts";
import { meaningText, statusText, type Words } from "../texts.ts";
import type { Entity, Figure, Statement, Status } from "../types.ts";
import { compareDecimals, comparePlainly, compareTexts, type Compare } from "./order.ts";

export type TableName = "entities" | "statements" | "figures";
export const TABLES: TableName[] = ["entities", "statements", "figures"];

/** Rows are places in the data: in `entities`, or in `statements`. */
export interface Column {
  /** Its title among the words, and its class. */
  id: keyof Words;
  text(row: number): string;
  cell?(row: number): Node | string | null;
  /** What it is sorted by, where that is not its text. */
  key?(row: number): string;
  compare: Compare;
  /** Whether it is only in what is copied or saved. */
  unseen?: boolean;
}

export function rowsOf(app: App, table: TableName): number[] {
  const { entities, statements } = app.shown();
  if (table === "statements") return statements;
  if (table === "figures") return statements.filter((number) => "figure" in app.graph.statement(number).object);
  return app.graph.data.entities.flatMap(({ id }, place) => (entities.has(id) ? [place] : []));
}

export function columnsOf(app: App, table: TableName): Column[] {
  return { entities: entityColumns, statements: statementColumns, figures: figureColumns }[table](app);
}

function entityColumns(app: App): Column[] {
  const { entities } = app.graph.data;
  const column = (id: keyof Words, text: (entity: Entity) => string, rest: Partial<Column> = {}): Column => ({
    id,
    text: (row) => text(entities[row]!),
    compare: compareTexts,
    ...rest,
  });
  return [
    column("name", ({ name }) => name, { cell: (row) => link(app, entities[row]!.id) }),
    column("type", (entity) => typeOf(app, entity)),
    column("degree", ({ degree }) => String(degree), { compare: compareDecimals }),
    column("aliases", ({ aliases = [] }) => aliases.join("、")),
    column("description", ({ description = "" }) => description),
  ];
}

type Said = (
  id: keyof Words,
  text: (statement: Statement) => string,
  rest?: Partial<Omit<Column, "cell">> & { cell?(statement: Statement, row: number): Node | string | null },
) => Column;

function saidBy(app: App): Said {
  return (id, text, { cell, ...rest } = {}) => ({
    id,
    text: (row) => text(app.graph.statement(row)),
    compare: compareTexts,
    ...(cell && { cell: (row: number) => cell(app.graph.statement(row), row) }),
    ...rest,
  });
}

function statementColumns(app: App): Column[] {
  const column = saidBy(app);
  return [
    subject(app),
    column("property", ({ property }) => propertyOf(app, property), {
      cell: ({ property }, row) => button(propertyOf(app, property), () => app.openStatement(row), "said-by"),
    }),
    column("object", (statement) => objectText(app, statement), { cell: (statement) => objectCell(app, statement) }),
    column("role", ({ role = "" }) => role, { unseen: true }),
    column("when", dateText, {
      cell: (statement) => text(writtenDate(statement)),
      key: (row) => dateKey(app.graph.statement(row)),
      compare: comparePlainly,
    }),
    status(app),
    quote(app),
    article(app, Object.keys(app.graph.data.articles).length < 2), // where it is always the same it says nothing
    column("note", ({ note = "" }) => note, { unseen: true }),
  ];
}

function figureColumns(app: App): Column[] {
  const column = saidBy(app);
  const figureOf = (row: number) => app.graph.statement(row).object as Figure; // rowsOf takes no others
  const figure = (id: keyof Words, text: (figure: Figure) => string, rest: Partial<Column> = {}): Column => ({
    id,
    text: (row) => text(figureOf(row)),
    compare: compareTexts,
    ...rest,
  });
  const byNumber = { key: (row: number) => figureOf(row).meaning.number, compare: compareDecimals };
  const unseen = { compare: compareDecimals, unseen: true };
  return [
    subject(app),
    figure("measure", ({ measure }) => measure),
    figure("figure", ({ figure }) => figure, { cell: (row) => figureCell(app, figureOf(row), row), ...byNumber }),
    figure("meaning", ({ meaning }) => meaningText({ ...meaning, unit: "" }), byNumber),
    figure(
      "minimum",
      ({ meaning: { bound, number } }) => (["exact", "lower", "range"].includes(bound) ? number : ""),
      unseen,
    ),
    figure(
      "maximum",
      ({ meaning: { bound, number, maximum } }) => maximum ?? (["exact", "upper"].includes(bound) ? number : ""),
      unseen,
    ),
    figure("unit", ({ meaning }) => meaning.unit),
    figure("kind", ({ kind }) => kind?.[app.language()] ?? "", { unseen: true }),
    figure("counted", ({ counts }) => (counts ? app.graph.name(counts) : ""), { unseen: true }),
    figure("scope", ({ scope }) => (scope ? app.graph.name(scope) : ""), { unseen: true }),
    column("period", (statement) => (statement.object as Figure).period ?? writtenDate(statement)),
    { ...status(app), unseen: true },
    quote(app),
    article(app, true),
  ];
}

function subject(app: App): Column {
  return saidBy(app)("subject", ({ subject }) => app.graph.name(subject), {
    cell: ({ subject }) => link(app, subject),
  });
}

const STATUSES: Status[] = ["stated", "inferred", "disputed", "deprecated"];

function status(app: App): Column {
  return saidBy(app)("status", ({ status }) => statusText(app.words(), status ?? "stated"), {
    cell: (statement) => (statement.status ? statusMark(app, statement.status) : statusText(app.words(), "stated")),
    key: (row) => String(STATUSES.indexOf(app.graph.statement(row).status ?? "stated")),
    compare: comparePlainly,
  });
}

export function statusMark(app: App, status: Status): HTMLElement {
  return element("span", { className: `mark ${status}`, textContent: statusText(app.words(), status) });
}

function quote(app: App): Column {
  return saidBy(app)("quote", quoteText);
}

function article(app: App, unseen: boolean): Column {
  const title = ({ source = "" }: Statement) => app.graph.data.articles[source]?.title ?? source;
  return saidBy(app)("article", title, {
    cell: (statement) => element("bdi", { textContent: title(statement), title: title(statement) }),
    unseen,
  });
}

export function quoteText({ quote = [] }: Statement): string {
  return quote.join(" … ");
}

/** The date of a statement as it is written. */
export function dateText({ when, object }: Statement): string {
  return when ?? ("date" in object ? object.date : "");
}

/** An interval as readers write it: 2018/.. begins and goes on. */
export function writtenDate(statement: Statement): string {
  const [from = "", to] = dateText(statement).split("/");
  return (to === undefined ? from : `${from.replace("..", "")} – ${to.replace("..", "")}`).trim();
}

/** Its first day and then its last one; empty where there is neither. */
export function dateKey({ days }: Statement): string {
  return days ? `${days[0] ?? days[1]}/${days[1] ?? "9999"}` : "";
}

function objectText(app: App, { object }: Statement): string {
  if ("entity" in object) return app.graph.name(object.entity);
  if ("date" in object) return object.date;
  return "figure" in object ? `${object.measure} ${object.figure}` : object.text[app.language()];
}

/** An object on one line: an entity as a button, a figure as printed. */
export function objectCell(app: App, statement: Statement): HTMLElement {
  const { object, role } = statement;
  const shown =
    "entity" in object
      ? link(app, object.entity)
      : "figure" in object
        ? element("span", {}, text(object.measure), " ", text(object.figure, "printed"))
        : text(objectText(app, statement));
  return role ? element("div", {}, shown, element("div", { className: "aside" }, text(role))) : shown;
}

function figureCell(app: App, { figure }: Figure, row: number): HTMLElement {
  const { status } = app.graph.statement(row);
  const printed = element(
    "button",
    { type: "button", className: "said-by", onclick: () => app.openStatement(row) },
    text(figure, "printed"),
  );
  return status ? element("div", {}, printed, " ", statusMark(app, status)) : printed;
}
