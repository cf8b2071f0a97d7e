"use strict";

// Shows /openapi.json. Text from it is only ever set as text, never as markup.

function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  for (const child of children) if (child) element.append(child);
  return element;
}

// `code` in a description becomes <code>.
function prose(text) {
  const paragraph = make("p", {});
  (text || "").split("`").forEach((part, index) => paragraph.append(index % 2 ? make("code", {}, part) : part));
  return paragraph;
}

function resolve(api, node) {
  if (!node || !node.$ref) return node;
  return node.$ref.slice(2).split("/").reduce((at, key) => at[key], api);
}

function joined(nodes, separator) {
  const span = make("span", {});
  nodes.forEach((node, index) => span.append(index ? separator : "", node));
  return span;
}

function limitsOf(schema) {
  const limits = [];
  if (schema.minimum !== undefined || schema.maximum !== undefined)
    limits.push(`${schema.minimum ?? "…"} to ${schema.maximum ?? "…"}`);
  if (schema.maxLength !== undefined) limits.push(`${schema.minLength ?? 0} to ${schema.maxLength} characters`);
  if (schema.default !== undefined) limits.push(`default ${schema.default}`);
  return limits;
}

function typeOf(schema) {
  if (schema.$ref) {
    const name = schema.$ref.split("/").pop();
    return make("a", { href: "#schema-" + name }, name);
  }
  if (schema.allOf) return typeOf(schema.allOf[0]);
  if (schema.oneOf) return joined(schema.oneOf.map(typeOf), " or ");
  if ("const" in schema) return make("code", {}, JSON.stringify(schema.const));
  if (schema.enum) return make("code", {}, schema.enum.join(" | "));
  if (schema.type === "array") return joined(["list of ", typeOf(schema.items)], "");
  if (schema.additionalProperties) return joined(["object of ", typeOf(schema.additionalProperties)], "");
  return [[].concat(schema.type).join(" or "), ...limitsOf(schema)].join(", ");
}

function row(name, required, type, description) {
  return make("tr", {},
    make("td", {}, make("code", {}, name), required && make("span", { class: "must" }, "required")),
    make("td", {}, make("div", {}, type), description && prose(description)));
}

function exampleOf(api, media) {
  const example = media.examples && resolve(api, Object.values(media.examples)[0]);
  return example && make("pre", {}, JSON.stringify(example.value, null, 2));
}

function codesOf(schema) {
  return schema.allOf ? schema.allOf[1].properties.code.enum : [];
}

function responseRow(api, status, response) {
  const cell = make("td", {}, prose(response.description));
  for (const media of Object.values(response.content || {})) {
    const codes = codesOf(media.schema);
    const example = exampleOf(api, media);
    cell.append(codes.length
      ? joined(codes.map((code) => make("a", { href: "#" + code }, make("code", {}, code))), ", ")
      : typeOf(media.schema));
    if (example) cell.append(make("details", {}, make("summary", {}, "Example"), example));
  }
  return make("tr", {}, make("td", {}, make("code", {}, status)), cell);
}

function curlOf(api, method, path, operation) {
  let address = path;
  const lines = [];
  for (const each of operation.parameters) {
    const parameter = resolve(api, each);
    if (parameter.in === "path") address = address.replace(`{${parameter.name}}`, parameter.example);
    if (parameter.in === "header" && parameter.required)
      lines.push(`-H '${parameter.name}: ${parameter.example || "…"}'`);
  }
  if (operation.requestBody) {
    const media = operation.requestBody.content["application/json"];
    const example = resolve(api, Object.values(media.examples)[0]);
    lines.push("-H 'Content-Type: application/json'", `-d '${JSON.stringify(example.value)}'`);
  }
  return [`curl -X ${method.toUpperCase()} ${location.origin}${address}`, ...lines].join(" \\\n  ");
}

function operationBox(api, method, path, operation) {
  const inside = make("div", { class: "inside" });
  if (operation.description) operation.description.split("\n\n").forEach((text) => inside.append(prose(text)));
  const parameters = operation.parameters.map((each) => resolve(api, each));
  inside.append(make("h4", {}, "Parameters"), make("table", {}, ...parameters.map((each) =>
    row(each.name, each.required, joined([each.in + ": ", typeOf(each.schema)], ""), each.description))));
  if (operation.requestBody) {
    const media = operation.requestBody.content["application/json"];
    inside.append(make("h4", {}, "Body"), make("div", {}, typeOf(media.schema)), exampleOf(api, media));
  }
  inside.append(make("h4", {}, "Try"), make("pre", {}, curlOf(api, method, path, operation)));
  inside.append(make("h4", {}, "Answers"), make("table", {}, ...Object.entries(operation.responses).map(
    ([status, response]) => responseRow(api, status, resolve(api, response)))));
  return make("details", { class: "operation", id: operation.operationId },
    make("summary", {}, make("span", { class: "method " + method }, method.toUpperCase()),
      make("span", { class: "path" }, path), make("span", { class: "what" }, operation.summary)),
    inside);
}

function schemaBox(name, schema) {
  const inside = make("div", { class: "inside" }, schema.description && prose(schema.description));
  const required = new Set(schema.required);
  inside.append(schema.properties
    ? make("table", {}, ...Object.entries(schema.properties).map(
        ([member, each]) => row(member, required.has(member), typeOf(each), each.description)))
    : make("p", {}, typeOf(schema)));
  return make("details", { class: "schema", id: "schema-" + name }, make("summary", {}, name), inside);
}

function operationsOf(api) {
  return Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })));
}

// Which statuses a code comes with, from the answers that name it.
function statusesOf(api) {
  const statuses = new Map();
  const responses = operationsOf(api).flatMap(({ operation }) => Object.values(operation.responses));
  for (const response of responses.map((each) => resolve(api, each))) {
    for (const media of Object.values(response.content || {})) {
      for (const code of codesOf(media.schema)) {
        if (!statuses.has(code)) statuses.set(code, new Set());
        statuses.get(code).add(media.schema.allOf[1].properties.status.const);
      }
    }
  }
  return statuses;
}

function show(api) {
  const contents = document.getElementById("contents");
  const reference = document.getElementById("reference");
  reference.replaceChildren(prose(api.info.description));
  for (const tag of api.tags) {
    contents.append(make("h2", {}, tag.name));
    reference.append(make("h2", {}, tag.name), prose(tag.description));
    for (const { method, path, operation } of operationsOf(api)) {
      if (!operation.tags.includes(tag.name)) continue;
      contents.append(make("a", { href: "#" + operation.operationId }, operation.summary));
      reference.append(operationBox(api, method, path, operation));
    }
  }
  contents.append(make("h2", {}, "More"), make("a", { href: "#problems" }, "Problem codes"),
    make("a", { href: "#schemas" }, "Shapes"));
  const schemas = api.components.schemas;
  const statuses = statusesOf(api);
  reference.append(make("h2", { id: "problems" }, "Problem codes"), prose(schemas.problem_code.description),
    make("table", {}, ...schemas.problem_code.enum.map((code) =>
      make("tr", { id: code }, make("td", {}, make("code", {}, code)),
        make("td", {}, [...(statuses.get(code) || [])].sort().join(", "))))));
  reference.append(make("h2", { id: "schemas" }, "Shapes"));
  for (const [name, schema] of Object.entries(schemas)) reference.append(schemaBox(name, schema));
}

// A link to something folded unfolds it.
function reveal() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  if (target.tagName === "DETAILS") target.open = true;
  target.scrollIntoView();
}

addEventListener("hashchange", reveal);
fetch("/openapi.json")
  .then((response) => response.json())
  .then((api) => { show(api); reveal(); })
  .catch(() => document.getElementById("reference").replaceChildren(
    prose("The description could not be read. It is at `/openapi.json`.")));
