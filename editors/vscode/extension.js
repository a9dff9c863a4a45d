// Starts the language server, and lets VS Code talk to it.
"use strict";

const { workspace } = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

async function activate() {
  const settings = workspace.getConfiguration("specslint");
  const [command, ...args] = settings.get("command");
  client = new LanguageClient(
    "specslint",
    { command, args },
    {
      documentSelector: [
        { scheme: "file", pattern: "**/*.rst" },
        { scheme: "file", pattern: "**/redirects" },
        { scheme: "file", language: "git-commit" },
      ],
      initializationOptions: {
        select: settings.get("select"),
        ignore: settings.get("ignore"),
        debounce: settings.get("debounce"),
      },
    },
  );
  await client.start();
}

async function deactivate() {
  await client?.stop();
}

module.exports = { activate, deactivate };
