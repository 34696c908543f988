// OpenAI's Node.js SDK on the Responses surface: the built-in provider, a provider that knows Responses, providers that don't.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI from 'openai';

const models = ['responses-here', 'responses-at-deepseek', 'responses-at-anthropic', 'responses-at-google'];
const recorded = process.env.BEAVER_FIXTURES !== undefined;
const weather = {
    type: 'function', name: 'weather', description: 'The weather at a place', strict: false,
    parameters: { type: 'object', properties: { place: { type: 'string' } }, required: ['place'] },
};

function client(settings = {}) {
    return new OpenAI({ baseURL: `${process.env.BEAVER_URL}/v1`, apiKey: process.env.BEAVER_KEY, maxRetries: 0, timeout: 60_000, ...settings });
}

const asks = (model, behaviour, more = {}) => ({ model, input: `Hello [[do ${behaviour}]]`, ...more });

test('the built-in provider answers, plain and streamed', async () => {
    const plain = await client().responses.create({ model: 'beaver/echo', input: 'Say hello' });
    assert.match(plain.output_text, /Say hello/);
    const streamed = await client().responses.stream({ model: 'beaver/echo', input: 'Say hello' }).finalResponse();
    assert.equal(streamed.output_text, plain.output_text);
    assert.equal(streamed.status, 'completed');
});

const calls = [['responses-here', 'openai_responses.stream_tool_call'], ['responses-at-deepseek', 'openai.stream_tool_call_parallel'],
    ['responses-at-anthropic', 'anthropic.stream_tool_call'], ['responses-at-google', 'gemini.stream_tool_call_20flash']];
for (const [model, recording] of calls) {
    test(`${recording}: streamed tool calls`, { skip: !recorded && 'the recorded exchanges are not there' }, async () => {
        const response = await client().responses.stream(asks(model, `fixture;case=${recording};split=5`, { tools: [weather] })).finalResponse();
        const found = response.output.filter((item) => item.type === 'function_call');
        assert.ok(found.length > 0);
        for (const item of found) assert.equal(typeof JSON.parse(item.arguments || '{}'), 'object');
    });
}

for (const model of models) {
    test(`${model}: plain answer`, async () => {
        const response = await client().responses.create(asks(model, 'ok;tokens=4'));
        assert.equal(response.output_text, 'w0 w1 w2 w3');
        assert.equal(response.usage.total_tokens, 16);
    });

    test(`${model}: stream, event by event`, async () => {
        const numbers = [];
        let text = '';
        let last;
        for await (const event of await client().responses.create(asks(model, 'ok;tokens=20;split=2', { stream: true }))) {
            numbers.push(event.sequence_number);
            if (event.type === 'response.output_text.delta') text += event.delta;
            last = event.type;
        }
        assert.equal(text, Array.from({ length: 20 }, (_, number) => `w${number}`).join(' '));
        assert.deepEqual(numbers, numbers.map((_, index) => index));
        assert.equal(last, 'response.completed');
    });

    test(`${model}: a limit is a RateLimitError`, async () => {
        await assert.rejects(client().responses.create(asks(model, '429;retry_after=9')), OpenAI.RateLimitError);
    });
}

test('an unknown key is an AuthenticationError, no money is 402', async () => {
    await assert.rejects(client({ apiKey: 'beaver_nobody' }).responses.create(asks('responses-here', 'ok')), OpenAI.AuthenticationError);
    await assert.rejects(client({ apiKey: process.env.POOR_KEY, maxRetries: 2 }).responses.create(asks('responses-here', 'ok')),
        (error) => error.status === 402);
});
