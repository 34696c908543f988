// OpenAI's Node.js SDK pointed at a Beaver, and what its objects say in plain values.
import { readFileSync } from 'node:fs';
import OpenAI from 'openai';

export const address = process.env.BEAVER_URL;
export const cases = JSON.parse(readFileSync(process.env.CASES, 'utf8'));

export function client(settings = {}) {
    return new OpenAI({ baseURL: address, apiKey: process.env.BEAVER_KEY, maxRetries: 0, timeout: 60_000, ...settings });
}

/** Tells the provider how to behave from now on. */
export async function select(behaviour) {
    await fetch(process.env.SWITCH_URL + behaviour, { method: 'POST' });
}

const toolCalls = (calls) => (calls ?? []).map((call) => [call.id, call.function.name, call.function.arguments]);

export function choicesOf(completion) {
    return completion.choices.map((choice) => ({
        content: choice.message.content ?? '',
        tool_calls: toolCalls(choice.message.tool_calls),
        finish_reason: choice.finish_reason ?? null,
    }));
}

/** A streamed answer put together. */
export async function gather(stream) {
    const found = new Map();
    let usage = null;
    for await (const chunk of stream) {
        usage = chunk.usage ?? usage;
        for (const choice of chunk.choices) {
            if (!found.has(choice.index)) found.set(choice.index, { content: '', calls: [], finish_reason: null });
            const whole = found.get(choice.index);
            whole.content += choice.delta?.content ?? '';
            for (const call of choice.delta?.tool_calls ?? []) {
                const known = (whole.calls[call.index] ??= ['', '', '']);
                known[0] ||= call.id ?? '';
                known[1] ||= call.function?.name ?? '';
                known[2] += call.function?.arguments ?? '';
            }
            whole.finish_reason = choice.finish_reason ?? whole.finish_reason;
        }
    }
    const choices = [...found.entries()].sort(([a], [b]) => a - b).map(([, whole]) => ({
        content: whole.content,
        tool_calls: whole.calls,
        finish_reason: whole.finish_reason,
    }));
    return { choices, usage };
}

/** Sends a request and returns [request id, result]. */
export async function create(request, settings) {
    const { data, response } = await client(settings).chat.completions.create(request).withResponse();
    return [response.headers.get('x-request-id'), data];
}

export async function receipt(id) {
    const answer = await fetch(`${address}/receipts/${id}`, { headers: { authorization: `Bearer ${process.env.BEAVER_KEY}` } });
    if (answer.status !== 200) throw new Error(`no receipt of ${id}: ${answer.status} ${await answer.text()}`);
    return answer.json();
}

/** The tokens of a receipt by bucket; requests and searches are no tokens. */
export function buckets(receipt) {
    return Object.fromEntries(receipt.buckets
        .filter((bucket) => bucket.tokens && !['requests', 'searches'].includes(bucket.kind))
        .map((bucket) => [bucket.kind, bucket.tokens]));
}
