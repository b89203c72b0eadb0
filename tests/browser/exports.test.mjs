// exports.test.mjs — what other programs get is what its format asks for:
// each file is held against a schema or read by a parser that is not ours.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { Parser } from "n3";
import { build, filesBelow, remove, root } from "./site.mjs";

const SCHEMAS = join(root, "tests/browser/schemas");
const SKOS = "http://www.w3.org/2004/02/skos/core#";

let folder;
before(() => { folder = build(); });
after(() => { if (folder) remove(folder); });

const read = (path) => readFileSync(join(folder, path), "utf8");

/** Returns what a schema has against a value. */
function complaints(value) {
  const ajv = new Ajv({ allErrors: true });
  addFormats(ajv);
  const schema = JSON.parse(readFileSync(join(SCHEMAS, "web-annotation.json"), "utf8"));
  const validate = ajv.compile(schema);
  validate(value);
  return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}

/** Returns what the schema of Atom has against a file; empty if nothing. */
function atomComplaints(path) {
  try {
    execFileSync("xmllint", ["--noout", "--relaxng", join(SCHEMAS, "atom.rng"), path],
      { stdio: "pipe" });
    return "";
  } catch (error) {
    return String(error.stderr) || "refused";
  }
}

test("annotations are those of the Web Annotation model", () => {
  const collection = JSON.parse(read("idlib-2019/annotations.jsonld"));
  assert.deepEqual(complaints(collection), []);
  assert.ok(collection.total > 50);
  assert.equal(collection.first.items.length, collection.total);
  const ids = new Set(collection.first.items.map((item) => item.id));
  assert.equal(ids.size, collection.total);
});

test("the schema of annotations refuses what is none", () => {
  const collection = JSON.parse(read("idlib-2019/annotations.jsonld"));
  collection.first.items[0].motivation = "gossiping";
  delete collection.first.items[1].target.selector;
  assert.ok(complaints(collection).length >= 2);
});

test("positions select the words that are quoted", () => {
  const prose = [...read("idlib-2019/prose.txt")];
  const { items } = JSON.parse(read("idlib-2019/annotations.jsonld")).first;
  for (const { id, target } of items) {
    const [quote, position] = target.selector;
    assert.equal(prose.slice(position.start, position.end).join(""), quote.exact, id);
  }
});

test("feeds are Atom", () => {
  const feeds = filesBelow(folder, ".xml").filter((path) => path.startsWith("feed"));
  assert.deepEqual(feeds, ["feed-counter-source.xml", "feed-fact-check.xml", "feed-gloss.xml",
    "feed-note.xml", "feed.xml"]);
  for (const feed of feeds) assert.equal(atomComplaints(join(folder, feed)), "", feed);
  const broken = join(folder, ".broken.xml");
  writeFileSync(broken, read("feed.xml").replace(/<updated>[^<]*<\/updated>/, ""));
  assert.notEqual(atomComplaints(broken), "", "a feed without a time is refused");
});

test("the glossary is a concept scheme", () => {
  const quads = new Parser().parse(read("glossary/skos.ttl"));
  const subjects = (type) => quads.filter((quad) => quad.predicate.value.endsWith("#type")
    && quad.object.value === SKOS + type).map((quad) => quad.subject.value);
  const concepts = new Set(subjects("Concept"));
  const page = read("glossary/index.html");
  assert.equal(subjects("ConceptScheme").length, 1);
  assert.ok(concepts.size > 10);
  for (const concept of concepts) {
    assert.ok(page.includes(`id="${concept.split("#")[1]}"`), concept);
    const of = (name) => quads.filter((quad) => quad.subject.value === concept
      && quad.predicate.value === SKOS + name).map((quad) => quad.object);
    const preferred = of("prefLabel").map((label) => label.id);
    assert.equal(preferred.length, 1, "one preferred label");
    assert.ok(of("altLabel").every((label) => !preferred.includes(label.id)), concept);
    assert.ok(of("related").every((other) => concepts.has(other.value)), concept);
  }
});

test("pages say once what they are, in words of schema.org", () => {
  for (const path of filesBelow(folder, "index.html")) {
    const scripts = [...read(path).matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs)];
    const is = /^checks\/[^/]+\/[^/]+\//.test(path) ? "ClaimReview"
      : path === "glossary/index.html" ? "DefinedTermSet"
      : path === "idlib-2019/index.html" ? "Article" : null;
    assert.equal(scripts.length, is ? 1 : 0, path);
    if (!is) continue;
    const said = JSON.parse(scripts[0][1]);
    assert.equal(said["@type"], is, path);
    const { ratingValue, bestRating, alternateName } = said.reviewRating ?? {};
    assert.equal(ratingValue === undefined, bestRating === undefined, path);
    if (is === "ClaimReview") assert.ok(said.claimReviewed && alternateName, path);
  }
});

test("every work of the bibliography is in CSL-JSON and BibTeX", () => {
  const keys = [...read("sources/index.html").matchAll(/<li[^>]* id="([^"]+)"/g)].map((it) => it[1]);
  const csl = JSON.parse(read("sources/sources.json"));
  const bib = [...read("sources/sources.bib").matchAll(/^@[a-z]+\{([^,]+),$/gm)].map((it) => it[1]);
  assert.ok(keys.length > 10);
  assert.deepEqual(csl.map((item) => item.id).sort(), keys.sort());
  assert.deepEqual(bib.sort(), keys);
});
