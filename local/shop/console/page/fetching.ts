import { useEffect, useState } from 'preact/hooks';

export interface Fetched<T> {
  /** The newest answer; stays while a later one fails. */
  readonly data?: T;
  /** Why the last try failed. */
  readonly problem?: string;
}

interface Problem {
  readonly message?: string;
}

/** Asks for a page of the console as JSON, again and again while the window is looked at. Units: milliseconds. */
export function useView<T>(path: string, everyMs = 1_500): Fetched<T> {
  const [fetched, setFetched] = useState<Fetched<T> & { path?: string }>({});
  useEffect(() => {
    const stopping = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    let last = '';
    const look = async (): Promise<void> => {
      if (!document.hidden) {
        const { text, problem } = await ask(path, stopping.signal);
        if (stopping.signal.aborted) return;
        if (problem !== undefined) setFetched((before) => ({ ...(before.path === path ? before : {}), path, problem }));
        else if (text !== last) setFetched({ path, data: JSON.parse(text) as T });
        // After a failure the same answer is news again.
        last = problem === undefined ? text : '';
      }
      timer = setTimeout(look, everyMs);
    };
    void look();
    return () => {
      stopping.abort();
      clearTimeout(timer);
    };
  }, [path, everyMs]);
  // What an other path answered is not shown under this one.
  return fetched.path === path ? fetched : {};
}

async function ask(path: string, signal: AbortSignal): Promise<{ text: string; problem?: string }> {
  try {
    const response = await fetch(`/_local/${path}`, { signal });
    const text = await response.text();
    return response.ok ? { text } : { text, problem: messageOf(text) };
  } catch {
    return { text: '', problem: 'The shop does not answer: has it stopped?' };
  }
}

/** Changes something; answers what came of it, or throws an Error with a sentence for the person. */
export async function send<T>(method: 'POST' | 'DELETE', path: string, body?: unknown): Promise<T> {
  const response = await fetch(`/_local/${path}`, {
    method,
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(messageOf(text));
  return JSON.parse(text) as T;
}

function messageOf(text: string): string {
  try {
    return (JSON.parse(text) as Problem).message ?? text;
  } catch {
    return text;
  }
}
