import { useEffect, useState } from 'preact/hooks';
import { texts } from '../texts.ts';
import { address, change, useRoute } from '../lib/route.ts';
import { browserMemory, findMachine, remember, remembered, type Machine } from '../lib/machine.ts';
import { useAnswer } from '../lib/answer.ts';
import { commandLine, rigOf } from '../lib/request.ts';
import { bytes, gib, range, tokens } from '../lib/format.ts';
import type { Start as StartAnswer, Survey } from '../types.ts';
import { Choice, Command, Field, Pending, Speed, Table, Tokens, VerdictWord, rateReceipt } from '../ui/bits.tsx';
import { Num, partReceipt } from '../ui/receipt.tsx';
import { loadedOf } from '../ui/bars.tsx';
import { RigRead, rigName } from '../ui/subject.tsx';
import { Share } from '../ui/share.tsx';

const t = texts.machine;
const shownAtFirst = 12;

function useMachine(): Machine | undefined {
  const [machine, set] = useState<Machine | undefined>(undefined);
  useEffect(() => { void findMachine().then(set); }, []);
  return machine;
}

/** The machine, who said so, and one field to mend it. */
function Whose({ machine, rig }: { machine: Machine | undefined; rig: string }) {
  const isFound = machine !== undefined && machine.rig !== '' && machine.rig === rig;
  const memory = browserMemory();
  const set = (value: string): void => { remember(value); change({ rig: value }); };
  return (
    <section class="whose" aria-label={t.label}>
      <form onSubmit={event => { event.preventDefault(); set(new FormData(event.currentTarget).get('rig') as string); }}>
        <Field label={t.label} wide><input class="big" name="rig" type="text" list="devices" spellcheck={false} autocomplete="off" key={rig} defaultValue={rigName(rig)} placeholder={texts.subject.machinePlace} /></Field>
        <button type="submit" class="go">{t.apply}</button>
      </form>
      <RigRead rig={rig} />
      {isFound && machine.by === 'server' && <details class="how"><summary>{t.server} {t.how}</summary><Table label={t.how} head={[t.what, t.found, t.by]}>{machine.findings.map(f => <tr key={f.what + f.found}><th scope="row">{f.what}</th><td>{f.found}</td><td>{f.how}</td></tr>)}</Table></details>}
      {isFound && machine.by === 'browser' && <p class="read guess">{t.guess(machine.rig)} {memory ? t.memory(memory) : ''}</p>}
      {machine?.by === 'server' && !isFound && <p class="read"><button type="button" class="link" onClick={() => change({ rig: machine.rig })}>{t.back}</button></p>}
      {machine && !rig && <p class="read">{t.nobody} {memory ? t.memory(memory) : ''}</p>}
      {(!rig || (isFound && machine.by === 'browser')) && <p class="examples">{t.examples}: {t.exampleList.map((e, i) => <span key={e}>{i > 0 ? ' · ' : ''}<button type="button" class="link" onClick={() => set(e)}>{e}</button></span>)}</p>}
    </section>
  );
}

function Pick({ answer, rig }: { answer: StartAnswer; rig: string }) {
  const { plan } = answer;
  const devices = loadedOf(plan);
  const used = devices.length > 1 ? devices.filter((d, i) => d.totalBytes > 0 && (i < devices.length - 1 || plan.verdict === 'spills')) : devices;
  const speed = plan.throughput?.decode;
  return (
    <section class="pick" aria-labelledby="pick">
      <h2 id="pick">{texts.start.best}</h2>
      <p class="sentence say" aria-live="polite">
        <strong>{plan.model.id}</strong> in <strong>{plan.quantization.name}</strong>:{' '}
        <VerdictWord verdict={plan.verdict} />, {used.map(d => <span key={d.name}><Num receipt={partReceipt(plan, d, 'totalBytes')}>{gib(d.totalBytes)}</Num> of {gib(d.usableBytes)} GiB on {d.name}, </span>)}
        {speed && typeof speed.low === 'number' ? <><Num receipt={rateReceipt(texts.plan.decode, speed, texts.receipt.definitions['decode']!)}>{range(speed.low, speed.high)} {texts.misc.unit}</Num></> : <span class="unknown">{texts.plan.speedUnknown}</span>}
        {answer.comfortableContext > 0 && <>, room for {tokens(answer.comfortableContext)} tokens</>}.
      </p>
      {answer.because.map(b => <p class="say because" key={b}>{b}</p>)}
      <Command line={answer.command} label={texts.start.command} />
      <p><a href={address('plan', { model: plan.model.id, quant: plan.quantization.name, rig, ctx: String(plan.workload.ctx) })}>{texts.start.plan} →</a></p>
    </section>
  );
}

function Ranked({ survey, rig }: { survey: Survey; rig: string }) {
  const [all, setAll] = useState(false);
  const lines = all ? survey.models : survey.models.slice(0, shownAtFirst);
  const s = texts.misc;
  return (
    <section aria-labelledby="ranked">
      <h2 id="ranked">{texts.start.list}</h2>
      <p class="note">{texts.start.listNote}</p>
      <Table label={texts.start.list} class="ranked" head={[s.model, s.quantization, s.verdict, { text: s.memory, number: true }, { text: s.speed, number: true }, { text: texts.start.room, number: true }]}>
        {lines.map(({ plan, comfortableContext }) => (
          <tr key={plan.model.id}>
            <th scope="row"><a href={address('plan', { model: plan.model.id, quant: plan.quantization.name, rig, ctx: String(plan.workload.ctx) })}>{plan.model.id}</a></th>
            <td>{plan.quantization.name}</td>
            <td><VerdictWord verdict={plan.verdict} /></td>
            <td class="n">{bytes(plan.totalBytes)}</td>
            <td class="n">{plan.verdict === 'does-not-fit' ? <span class="none">–</span> : <Speed of={plan.throughput} />}</td>
            <td class="n"><Tokens n={comfortableContext} /></td>
          </tr>
        ))}
      </Table>
      {survey.models.length > shownAtFirst && <p><button type="button" onClick={() => setAll(!all)}>{all ? texts.start.fewer : texts.start.more(survey.models.length)}</button></p>}
    </section>
  );
}

/** What else there is, for whoever has no machine to name yet. */
function Index() {
  return (
    <section aria-labelledby="index">
      <h2 id="index">{texts.start.index}</h2>
      <dl class="index">{texts.nav.groups.flatMap(g => g.places).filter(p => p !== 'start').map(p => <div key={p}><dt><a href={address(p, {})}>{texts.places[p]!.name}</a></dt><dd>{texts.places[p]!.lede}</dd></div>)}</dl>
    </section>
  );
}

export function Start() {
  const { params } = useRoute();
  const machine = useMachine();
  const said = params['rig'] ?? '';
  const known = machine?.by === 'server' ? machine.rig : machine && (remembered() || machine.rig);
  const rig = said || known || '';
  // What isn't said in the address yet is written there, so that it goes along to other places and into links.
  useEffect(() => { if (!said && known) change({ rig: known }); }, [said, known]);
  const asks = { rig: rigOf(rig), ...(params['for'] ? { for: params['for'] } : {}), ...(params['want'] ? { want: params['want'] } : {}) };
  const start = useAnswer<StartAnswer>('start', rig ? asks : null);
  const survey = useAnswer<Survey>('survey', rig && (start.answer || start.failure) ? { rig: rigOf(rig) } : null);
  return (
    <>
      {!rig && <p class="lede">{texts.shell.lede}</p>}
      <Whose machine={machine} rig={rig} />
      {machine && !rig && <Index />}
      {rig && <div class="fields asks">
        <Field label={texts.start.for}><Choice value={params['for'] ?? 'chat'} options={Object.entries(texts.start.fors)} onValue={v => change({ for: v })} /></Field>
        <Field label={texts.start.want}><Choice value={params['want'] ?? 'quality'} options={Object.entries(texts.start.wants)} onValue={v => change({ want: v })} /></Field>
      </div>}
      {rig && start.failure?.code !== 'rig-unknown' && <Pending of={start} />}
      {start.answer && <div class={start.waiting ? 'old' : ''}><Pick answer={start.answer} rig={rig} /></div>}
      {start.answer && !survey.answer && <Pending of={survey} what={texts.start.loading} />}
      {survey.answer && <div class={survey.waiting ? 'old' : ''}><Ranked survey={survey.answer} rig={rig} /></div>}
      {start.answer && <Share cli={commandLine('start', [], asks, { rig: '--rig', for: '--for', want: '--want' })} json={start.text} />}
    </>
  );
}
