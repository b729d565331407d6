// SPDX-License-Identifier: MIT
//
// editors.js SERVER ROOT LEDGER … - what an editor shows of these ledgers
//
// Speaks to yaml-language-server over stdio as an editor does, with the
// settings that ledger-init wrote into LEDGER/.vscode, opens every YAML file
// of the ledgers (which lie below ROOT) and prints a line a diagnostic:
// PATH:LINE:COLUMN: MESSAGE, the path relative to ROOT.
'use strict';
const { spawn } = require('child_process');
const fs = require('fs');
const path = require('path');
const { pathToFileURL, fileURLToPath } = require('url');

const [server, root, ...ledgers] = process.argv.slice(2);
const AGAIN_MS = 250;		// until the settings are in force
const GIVE_UP_MS = 120000;

// {"yaml.schemas": x} as {yaml: {schemas: x}}
function nested(flat) {
	const all = {};
	for (const [key, value] of Object.entries(flat)) {
		const names = key.startsWith('[') ? [key] : key.split('.');
		let at = all;
		for (const n of names.slice(0, -1))
			at = at[n] ??= {};
		at[names.at(-1)] = value;
	}
	return all;
}

const settings = nested(JSON.parse(fs.readFileSync(
    path.join(root, ledgers[0], '.vscode/settings.json'), 'utf8')));

function yamls(dir) {
	return fs.readdirSync(dir, { withFileTypes: true })
	    .filter((e) => !e.name.startsWith('.'))
	    .flatMap((e) => e.isDirectory() ? yamls(path.join(dir, e.name)) :
		e.name.endsWith('.yaml') ? [path.join(dir, e.name)] : [])
	    .sort();
}

// ---- the protocol: Content-Length, an empty line, JSON

const child = spawn(process.execPath, [server, '--stdio'],
    { stdio: ['pipe', 'pipe', 'inherit'] });
let pending = Buffer.alloc(0);

function send(message) {
	const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }));
	child.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
	child.stdin.write(body);
}

child.stdout.on('data', (data) => {
	pending = Buffer.concat([pending, data]);
	for (;;) {
		const head = pending.indexOf('\r\n\r\n');
		if (head < 0)
			return;
		const n = +/Content-Length: (\d+)/i.exec(
		    pending.subarray(0, head))[1];
		if (pending.length < head + 4 + n)
			return;
		const body = pending.subarray(head + 4, head + 4 + n);
		pending = pending.subarray(head + 4 + n);
		take(JSON.parse(body));
	}
});

function open(uri, text, version) {
	send({ method: 'textDocument/didOpen', params: { textDocument:
	    { uri, languageId: 'yaml', version, text } } });
}

// ---- the story: settings in force, then every file, then its diagnostics

const wanted = new Map();	// uri -> diagnostics, once they are there
const canary = pathToFileURL(path.join(root, 'canary/registers/goods.yaml')).href;
let singing = false, version = 1, left = 0;

// A file that holds nothing right: when that is seen, the settings are known.
function sing() {
	if (singing)
		return;
	if (version === 1)
		open(canary, '- canary: 1\n', version++);
	else
		send({ method: 'textDocument/didChange', params: {
		    textDocument: { uri: canary, version: version++ },
		    contentChanges: [{ text: '- canary: 1\n' }] } });
	setTimeout(sing, AGAIN_MS);
}

function openAll() {
	for (const ledger of ledgers)
		for (const file of yamls(path.join(root, ledger)))
			wanted.set(pathToFileURL(file).href, null);
	left = wanted.size;
	for (const uri of wanted.keys())
		open(uri, fs.readFileSync(fileURLToPath(uri), 'utf8'), 1);
}

function finish() {
	for (const [uri, found] of wanted)
		for (const d of found)
			console.log(`${path.relative(root, fileURLToPath(uri))}:` +
			    `${d.range.start.line + 1}:` +
			    `${d.range.start.character + 1}: ` +
			    d.message.replace(/\s+/g, ' '));
	child.kill();
	process.exit(0);
}

function diagnosed({ uri, diagnostics }) {
	if (uri === canary && !singing && diagnostics.length) {
		singing = true;
		openAll();
	}
	if (!wanted.has(uri) || wanted.get(uri))
		return;
	wanted.set(uri, diagnostics);
	if (--left === 0)
		finish();
}

function take(m) {
	if (m.method === 'textDocument/publishDiagnostics') {
		diagnosed(m.params);
	} else if (m.method === 'workspace/configuration') {
		send({ id: m.id, result: m.params.items.map(
		    (i) => settings[i.section] ?? null) });
	} else if (m.method && m.id !== undefined) {
		send({ id: m.id, result: null });
	} else if (m.id === 1) {
		send({ method: 'initialized', params: {} });
		sing();
	}
}

setTimeout(() => {
	console.log('the language server does not answer');
	child.kill();
	process.exit(1);
}, GIVE_UP_MS);
child.on('exit', (code) => {
	console.log(`the language server ended (${code})`);
	process.exit(1);
});

const folder = pathToFileURL(path.resolve(root)).href;
send({ id: 1, method: 'initialize', params: {
	processId: process.pid, rootUri: folder,
	workspaceFolders: [{ uri: folder, name: 'ledgers' }],
	capabilities: {
		workspace: { configuration: true, workspaceFolders: true },
		textDocument: { publishDiagnostics: {} },
	},
} });
