// Vercel's AI SDK through its OpenAI-compatible, Anthropic and Google providers: each client dialect to each provider's.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAnthropic } from '@ai-sdk/anthropic';
import { createGoogleGenerativeAI } from '@ai-sdk/google';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { APICallError, embedMany, generateObject, generateText, jsonSchema, stepCountIs, streamObject, streamText, tool } from 'ai';

const base = process.env.BEAVER_URL;
const recorded = process.env.BEAVER_FIXTURES !== undefined;
const models = ['ai-openai', 'ai-anthropic', 'ai-google'];
const openai = (apiKey = process.env.BEAVER_KEY) => createOpenAICompatible({
    name: 'beaver', baseURL: `${base}/v1`, apiKey, includeUsage: true, supportsStructuredOutputs: true,
});
const clients = {
    'openai-compatible': (apiKey) => openai(apiKey),
    anthropic: (apiKey = process.env.BEAVER_KEY) => createAnthropic({ baseURL: `${base}/v1`, apiKey }),
    google: (apiKey = process.env.BEAVER_KEY) => createGoogleGenerativeAI({ baseURL: `${base}/v1beta`, apiKey }),
};
// The Google provider takes a name with a slash for a path of its own.
const builtIn = { google: 'models/beaver/echo' };
const words = (count) => Array.from({ length: count }, (_, number) => `w${number}`).join(' ');
const person = jsonSchema({
    type: 'object', properties: { name: { type: 'string' }, age: { type: 'integer' } }, required: ['name', 'age'], additionalProperties: false,
});
const ada = '%7B%22name%22:%22Ada%22,%22age%22:36%7D';

const asks = (client, model, behaviour, more = {}) => ({
    model: clients[client]()(model), prompt: `Hello [[do ${behaviour}]]`, maxRetries: 0, ...more,
});

for (const client of Object.keys(clients)) {
    test(`${client}: the built-in provider answers, and its tool is used`, async () => {
        const model = clients[client]()(builtIn[client] ?? 'beaver/echo');
        const plain = await generateText({ model, prompt: 'Say hello', maxRetries: 0 });
        assert.match(plain.text, /Say hello/);
        const asked = [];
        const weather = tool({
            description: 'The weather at a place',
            inputSchema: jsonSchema({ type: 'object', properties: { input: { type: 'string' } } }),
            execute: async (input) => { asked.push(input); return 'Rain'; },
        });
        const used = await generateText({
            model, prompt: 'How is it?', tools: { weather }, stopWhen: stepCountIs(3), maxRetries: 0,
        });
        assert.equal(asked.length, 1);
        assert.equal(used.steps.length, 2);
        assert.ok(used.text);
    });

    for (const model of models) {
        test(`${client} to ${model}: text, streamed text, usage`, async () => {
            const plain = await generateText(asks(client, model, 'ok;tokens=4;cached=5'));
            assert.equal(plain.text, 'w0 w1 w2 w3');
            assert.equal(plain.finishReason, 'stop');
            assert.deepEqual([plain.usage.inputTokens, plain.usage.outputTokens], [12, 4]);
            const streamed = streamText(asks(client, model, 'ok;tokens=20;split=2'));
            let text = '';
            for await (const piece of streamed.textStream) text += piece;
            assert.equal(text, words(20));
            assert.equal((await streamed.usage).outputTokens, 20);
        });

        test(`${client} to ${model}: an object by its schema`, async () => {
            const whole = await generateObject(asks(client, model, `ok;text=${ada}`, { schema: person }));
            assert.deepEqual(whole.object, { name: 'Ada', age: 36 });
            const streamed = streamObject(asks(client, model, `ok;text=${ada};split=3`, { schema: person }));
            let last;
            for await (const part of streamed.partialObjectStream) last = part;
            assert.deepEqual(last, { name: 'Ada', age: 36 });
        });

        const recording = { 'ai-openai': 'openai.stream_tool_call_parallel', 'ai-anthropic': 'anthropic.stream_tool_call',
            'ai-google': 'gemini.stream_tool_call_20flash' }[model];
        test(`${client} to ${model}: ${recording}`, { skip: !recorded && 'the recorded exchanges are not there' }, async () => {
            const names = ['weather', 'get_current_weather', 'best_language_to_learn'];
            const tools = Object.fromEntries(names.map((name) => [name, tool({ inputSchema: jsonSchema({ type: 'object', properties: {} }) })]));
            const streamed = streamText(asks(client, model, `fixture;case=${recording};split=5`, { tools }));
            await streamed.consumeStream();
            const calls = await streamed.toolCalls;
            assert.ok(calls.length > 0);
            assert.equal(await streamed.finishReason, 'tool-calls');
            for (const call of calls) assert.ok(names.includes(call.toolName) && call.toolCallId);
        });
    }

    test(`${client}: refusals and failures are API errors of their status`, async () => {
        const failing = async (status, promise) => assert.rejects(promise, (error) => APICallError.isInstance(error) && error.statusCode === status);
        await failing(401, generateText({ model: clients[client]('beaver_nobody')('ai-openai'), prompt: 'Hello', maxRetries: 0 }));
        await failing(402, generateText({ model: clients[client](process.env.POOR_KEY)('ai-openai'), prompt: 'Hello', maxRetries: 0 }));
        await failing(404, generateText({ model: clients[client]()('no-such-model'), prompt: 'Hello', maxRetries: 0 }));
        await failing(503, generateText(asks(client, 'ai-anthropic', '529')));
    });

    test(`${client}: a stream that breaks off is an error`, async () => {
        const errors = [];
        const streamed = streamText(asks(client, 'ai-openai', 'rst-mid-body;events=6', { onError: ({ error }) => errors.push(error) }));
        for await (const part of streamed.fullStream) if (part.type === 'error') errors.push(part.error);
        assert.ok(errors.length > 0);
    });
}

test('vectors', async () => {
    const { embeddings } = await embedMany({ model: openai().textEmbeddingModel('beaver/embed'), values: ['Hello', 'World'], maxRetries: 0 });
    assert.equal(embeddings.length, 2);
});
