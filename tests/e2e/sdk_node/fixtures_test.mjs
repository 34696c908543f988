// Every recorded chat call of the providers, sent again through OpenAI's Node.js SDK and Beaver.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buckets, cases, choicesOf, create, gather, receipt, select } from './support.mjs';

for (const recorded of cases) {
    test(recorded.name, async () => {
        await select(recorded.behaviour);
        const [id, answer] = await create(recorded.request);
        const { choices, usage } = recorded.stream ? await gather(answer) : { choices: choicesOf(answer), usage: answer.usage };
        assert.deepEqual(choices, recorded.choices);

        const asked = !recorded.stream || recorded.request.stream_options?.include_usage;
        if (!asked) {
            assert.equal(usage, null, 'usage was not asked for');
        } else if (recorded.usage) {
            for (const count of ['prompt_tokens', 'completion_tokens', 'total_tokens'])
                assert.equal(usage[count], recorded.usage[count], count);
        }

        const bill = await receipt(id);
        assert.equal(bill.outcome, 'complete');
        if (recorded.buckets) assert.deepEqual(buckets(bill), recorded.buckets);
    });
}
