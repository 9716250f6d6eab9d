// nginx in front of a server, set up as the README says.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, root } from './server.mjs';

const run = promisify(execFile);

export class Nginx {
  static async before(server) {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'glossa-nginx-'));
    const port = await freePort();
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    const files = ['-keyout', 'nginx.key', '-out', 'nginx.crt'];
    await run('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', ...files, ...subject], { cwd: folder });
    const readme = await readFile(path.join(root, 'README.md'), 'utf8');
    const block = /```nginx\n([^]*?)```/
      .exec(readme)[1]
      .replace('listen 443 ssl;', `listen 127.0.0.1:${port} ssl;`)
      .replace('meet.example.org;', 'localhost;')
      .replaceAll('/etc/ssl/meet.example.org', 'nginx')
      .replace('127.0.0.1:8900', `127.0.0.1:${server.port}`);
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
    const paths = temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join('\n');
    const file = path.join(folder, 'nginx.conf');
    await writeFile(file, `master_process off;\npid ${folder}/pid;\nevents {}\nhttp {\naccess_log off;\n${paths}\n${block}\n}\n`);
    const environment = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` };
    const child = spawn('nginx', ['-p', folder, '-c', file, '-e', 'stderr', '-g', 'daemon off;'], { env: environment, stdio: 'inherit' });
    for (let attempt = 0; attempt < 100; attempt += 1) {
      const probe = net.connect(port, 'localhost');
      const [answer] = await Promise.race([once(probe, 'connect').then(() => [true]), once(probe, 'error').then(() => [false])]).catch(() => [false]);
      probe.destroy();
      if (answer) return new Nginx(folder, port, child);
      await sleep(50);
    }
    throw new Error('nginx does not listen');
  }

  constructor(folder, port, child) {
    Object.assign(this, { folder, child, url: `https://localhost:${port}` });
  }

  async stop() {
    const ended = once(this.child, 'exit');
    this.child.kill();
    await ended;
    await rm(this.folder, { recursive: true, force: true });
  }
}
