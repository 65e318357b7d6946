import assert from "node:assert/strict";
import { test } from "node:test";
import { fromFragment, toFragment, type Asked } from "../src/workbench/asked.ts";
import { searchedName } from "../src/workbench/completion.ts";
import { ticksBetween } from "../src/workbench/line.ts";
import { readTriples } from "../src/workbench/ntriples.ts";
import { placeAt } from "../src/workbench/place.ts";

/* What could stand at the bar, and the word before it. */
const PLACES: [string, string, string][] = [
  ["SEL|", "outside", "SEL"],
  ["SELECT ?s { |", "subject", ""],
  ["SELECT ?s { ?s |", "predicate", ""],
  ["SELECT ?s { ?s 主办|", "predicate", "主办"],
  ["SELECT ?s { ?s schema:or|", "predicate", "schema:or"],
  ["SELECT ?s { ?s a |", "type", ""],
  ["SELECT ?s { ?s rdf:type kg:|", "type", "kg:"],
  ["SELECT ?s { ?s schema:organizer zjszgh|", "object", "zjszgh"],
  ["SELECT ?s { ?s schema:organizer e:省总|", "object", "e:省总"],
  ["SELECT ?s { ?s schema:organizer e:a, |", "object", ""],
  ["SELECT ?s { ?s schema:organizer e:a ; |", "predicate", ""],
  ["SELECT ?s { ?s schema:organizer e:a . |", "subject", ""],
  ["SELECT ?s { ?s schema:organizer/|", "predicate", ""],
  ["SELECT ?s { ?s (schema:organizer|kg:coorganizer) |", "object", ""],
  ["SELECT ?s { ?s schema:organizer [ |", "predicate", ""],
  ["SELECT ?s { ?s ?p ?o FILTER(|", "expression", ""],
  ["SELECT ?s { ?s ?p ?o } ORDER BY ?|", "expression", ""],
  ["SELECT ?s { VALUES ?org { |", "value", ""],
  ["SELECT ?s { OPTIONAL { ?s |", "predicate", ""],
  ['SELECT ?s { ?s ?p "x" . ?s |', "predicate", ""],
  ["SELECT ?s { ?s ?p 'it' . # don't\n ?s |", "predicate", ""],
  ["SELECT ?s { ?s ?p ?o FILTER(?o < 3 && zjs|", "expression", "zjs"],
];

for (const [marked, role, word] of PLACES)
  test(`at the bar of ${marked} is a place for: ${role}`, () => {
    const bar = marked.lastIndexOf("|");
    const found = placeAt(marked.slice(0, bar) + marked.slice(bar + 1), bar);
    assert.deepEqual(found && [found.role, found.word, found.from], [role, word, bar - word.length]);
  });

const LEFT_ALONE = [
  'SELECT ?s { ?s ?p "zjs|"',
  'SELECT ?s { ?s ?p "zjs|',
  "SELECT ?s { ?s ?p 'zjs|",
  'SELECT ?s { ?s ?p """zjs\n主办|',
  "SELECT ?s { # zjs|",
  "SELECT ?s { ?s <http://example.org/zjs|",
  "SELECT ?s { ?s <http://example.org/zjs|>",
  'SELECT ?s { ?s ?p "x"@zh|',
];

for (const marked of LEFT_ALONE)
  test(`nothing is completed in ${marked}`, () => {
    const bar = marked.lastIndexOf("|");
    assert.equal(placeAt(marked.slice(0, bar) + marked.slice(bar + 1), bar), null);
  });

test("names are searched for where a name may stand", () => {
  const name = (word: string, role: "object" | "predicate") => searchedName({ word, role, from: 0 });
  assert.equal(name("zjszgh", "object"), "zjszgh");
  assert.equal(name("e:zjszgh", "predicate"), "zjszgh");
  assert.equal(name("省总", "predicate"), "省总");
  assert.equal(name("zjszgh", "predicate"), null);
  assert.equal(name("schema:organizer", "object"), null);
  assert.equal(name("?zj", "object"), null);
  assert.equal(name("z", "object"), null);
});

const PREFIXES = { e: "https://gongtu.example/entity/", kg: "https://gongtu.example/schema#" };
const SAVED = {
  name: "done-by",
  group: { zh: "", en: "" },
  question: { zh: "", en: "" },
  text: "SELECT * { VALUES ?org { e:甲 } VALUES ?text { UNDEF } VALUES ?least { 3 } ?s ?p ?org }",
  parameters: [
    { name: "org", kind: "entity", preset: "e:甲", about: { zh: "", en: "" } },
    { name: "text", kind: "text", preset: "UNDEF", about: { zh: "", en: "" } },
    { name: "least", kind: "number", preset: "3", about: { zh: "", en: "" } },
  ],
};
const NAMES = { queries: [SAVED], prefixes: PREFIXES };

/* As a browser would hand it back. */
const encoded = (fragment: string) => new URL(`http://x/query${fragment}`).hash;

const OWN = [
  "SELECT * { ?s ?p ?o }",
  "ASK {}\n# 100% & 省总 = 1 + 1 #2",
  '"\\u007b" 𠮷',
  "",
  "a=b&view=chart",
  "\ud800",
];

for (const text of OWN)
  test(`a query comes back from the address: ${JSON.stringify(text)}`, () => {
    const asked: Asked = { saved: null, text, view: "chart" };
    const back = fromFragment(encoded(toFragment(asked, NAMES)), NAMES);
    assert.deepEqual(back, { ...asked, text: text.toWellFormed() });
  });

test("a saved query is in the address by its name, with what was filled in", () => {
  assert.equal(toFragment({ saved: SAVED, text: SAVED.text, view: null }, NAMES), "#saved=done-by");
  const fragment = "#saved=done-by&p.org=省总工会&p.org=a%26b&p.text=%7B%22%7D&p.least=5&view=graph";
  const asked = fromFragment(encoded(fragment), NAMES)!;
  assert.equal(asked.saved, SAVED);
  assert.match(asked.text, /VALUES \?org \{ <https:\/\/gongtu.example\/entity\/省总工会> <[^>]*a&b> \}/u);
  assert.match(asked.text, /VALUES \?text \{ "\\u007B\\"\\u007D" \} VALUES \?least \{ "5"\^\^/u);
  assert.deepEqual(fromFragment(encoded(toFragment(asked, NAMES)), NAMES), asked);
});

test("an address that asks nothing known asks nothing", () => {
  for (const fragment of ["", "#", "#saved=none", "#view=chart", "#%E4", "#query"])
    assert.equal(fromFragment(fragment, NAMES)?.text ?? "", "");
});

test("N-Triples are read, with everything that a literal may hold", () => {
  const lines = [
    '<http://x/s> <http://x/p> "a\\"b\\n\\u4E2D\\U00020BB7" .',
    '<http://x/s> <http://x/p> "字"@zh-Hans .',
    '_:b1 <http://x/p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .',
    "<http://x/s> <http://x/r> <<( <http://x/s> <http://x/p> _:b1 )>> .",
  ];
  const objects = readTriples(`${lines.join("\n")}\n`).map(([, , object]) => object);
  assert.deepEqual(objects[0], { type: "literal", value: 'a"b\n中𠮷' });
  assert.deepEqual(objects[1], { type: "literal", value: "字", "xml:lang": "zh-Hans" });
  assert.equal(objects[2]!.type === "literal" && objects[2]!.datatype, "http://www.w3.org/2001/XMLSchema#integer");
  assert.equal(objects[3]!.type, "triple");
  assert.deepEqual(readTriples(""), []);
});

test("N-Triples that break off are no answer", () => {
  for (const broken of [
    "<http://x/s> <http://x/p>",
    '<http://x/s> <http://x/p> "a',
    "<http://x/s> <http://x/p> <http://x/o>",
  ])
    assert.throws(() => readTriples(broken));
});

test("the marks beside a chart are round numbers that hold all values", () => {
  for (const [least, most] of [
    [0, 7],
    [-3, 88],
    [0, 0.0021],
    [0, 1e9],
    [5, 5],
    [0, 0],
  ] as const) {
    const ticks = ticksBetween(least, most);
    assert.ok(ticks.length >= 2 && ticks.length <= 8, `${ticks}`);
    assert.ok(ticks[0]! <= least && ticks.at(-1)! >= most, `${ticks}`);
  }
});
