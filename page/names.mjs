// What the page completes names from: the models and devices the core knows, asked of the core itself when the site is built, so that no visitor's engine is kept busy with it.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The names as JSON: models with parameters and trained context, devices with their memory. `framework` is the folder of the published browser module. */
export async function namesOf(framework) {
  const { dotnet } = await import(pathToFileURL(join(framework, 'dotnet.js')).href);
  const runtime = await dotnet.withDiagnosticTracing(false).create();
  const { resources, mainAssemblyName } = runtime.getConfig();
  for (const { name } of resources.lazyAssembly) await runtime.INTERNAL.loadLazyAssembly(name);
  const { Ask, TakeLater } = (await runtime.getAssemblyExports(mainAssemblyName)).LocalRig.Browser.Entry;
  TakeLater();
  const ask = async question => JSON.parse(await Ask(question, '{}'));
  return JSON.stringify({
    models: (await ask('models')).map(({ id, parameters, contextLength }) => ({ id, parameters, contextLength })),
    devices: (await ask('rigs')).devices.map(({ id, memoryBytes }) => ({ id, memoryBytes })),
  });
}
