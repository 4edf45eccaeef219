// Characters before Khronos' glTF validator: no errors and no warnings. It knows nothing of VRM's
// extensions, and that MToon wants the unlit fallback beside it, so those two remarks are left out. Usage: node validate_vrm.mjs WRITE_VRM_PROGRAM [COUNT]
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import validator from 'gltf-validator';

const [program, count = '6'] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'vrm-'));
let failed = 0;
try {
  execFileSync(program, [folder, count]);
  const files = readdirSync(folder).sort();
  if (files.length !== Number(count)) throw new Error(`${files.length} files instead of ${count}`);
  for (const file of files) {
    const report = await validator.validateBytes(new Uint8Array(readFileSync(join(folder, file))), {
      uri: file,
      maxIssues: 200,
      ignoredIssues: ['UNSUPPORTED_EXTENSION', 'MULTIPLE_EXTENSIONS'],
    });
    const { numErrors, numWarnings, messages } = report.issues;
    console.log(`${file}: ${numErrors} errors, ${numWarnings} warnings, ` +
                `${report.info.totalTriangleCount} triangles`);
    for (const m of messages.slice(0, 8)) {
      if (m.severity < 2) console.log(`  ${m.code} at ${m.pointer}: ${m.message}`);
    }
    if (numErrors > 0 || numWarnings > 0) ++failed;
  }
} finally {
  rmSync(folder, { recursive: true });
}
process.exit(failed ? 1 : 0);
