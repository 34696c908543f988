#include <admin-ui/editors/form_parts.h>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

using Verb = ApiRequest::Verb;

} // namespace

Forms pricingForms()
{
    Forms forms;
    FormSpec form;
    form.title = say(QT_TRANSLATE_NOOP("Forms", "Add a model"));
    form.glyph = u"tags"_s;
    form.button = say(QT_TRANSLATE_NOOP("Forms", "Add model"));
    form.path = u"/admin/models"_s;
    form.announces = u"model"_s;
    form.done = say(QT_TRANSLATE_NOOP("Forms", "Model added"));
    form.fields = {{u"id"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "Model ID")),
                    u"text"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "What clients name")),
                    u"acme/writer-2"_s,
                    {},
                    false},
                   {u"provider"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "Provider")),
                    u"choice"_s,
                    {},
                    {},
                    {},
                    false,
                    u"openai"_s,
                    {},
                    u"/admin/providers"_s},
                   {u"upstream_model"_s, say(QT_TRANSLATE_NOOP("Forms", "Name at the provider")), u"text"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "The same when empty"))},
                   {u"list_prices.input"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "Input")),
                    u"price"_s,
                    {},
                    u"2.50"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "USD / 1M")),
                    false,
                    {},
                    {},
                    {},
                    true},
                   {u"list_prices.output"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "Output")),
                    u"price"_s,
                    {},
                    u"10.00"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "USD / 1M")),
                    false},
                   {u"context_length"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "Context")),
                    u"number"_s,
                    {},
                    u"128000"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "tokens")),
                    true,
                    {},
                    {},
                    {},
                    true},
                   {u"max_output_tokens"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "Longest answer")),
                    u"number"_s,
                    {},
                    u"4096"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "tokens"))}};
    forms[u"model.create"_s] = form;
    form.title = say(QT_TRANSLATE_NOOP("Forms", "List price"));
    form.text = say(QT_TRANSLATE_NOOP("Forms", "{title}. A new version of the price holds from now on; receipts keep "
                                               "naming the version they were charged by."));
    form.glyph = u"tags"_s;
    form.button = say(QT_TRANSLATE_NOOP("Forms", "Set the price"));
    form.verb = Verb::Patch;
    form.path = u"/admin/models/{id}"_s;
    form.done = say(QT_TRANSLATE_NOOP("Forms", "Price set"));
    form.fields = {{u"list_prices.input"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "Input")),
                    u"price"_s,
                    {},
                    {},
                    say(QT_TRANSLATE_NOOP("Forms", "USD / 1M")),
                    false,
                    u"{list_prices.0.input}"_s,
                    {},
                    {},
                    true},
                   {u"list_prices.output"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "Output")),
                    u"price"_s,
                    {},
                    {},
                    say(QT_TRANSLATE_NOOP("Forms", "USD / 1M")),
                    false,
                    u"{list_prices.0.output}"_s},
                   {u"list_prices.cached_read"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "Cached input")),
                    u"price"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "As input when empty")),
                    {},
                    say(QT_TRANSLATE_NOOP("Forms", "USD / 1M")),
                    true,
                    u"{list_prices.0.cached_read}"_s}};
    forms[u"model.price"_s] = form;
    form.title = say(QT_TRANSLATE_NOOP("Forms", "Edit model"));
    form.text = u"{title}"_s;
    form.button = say(QT_TRANSLATE_NOOP("Forms", "Save"));
    form.glyph = u"pencil"_s;
    form.done = say(QT_TRANSLATE_NOOP("Forms", "Model saved"));
    form.onlyChanges = true;
    form.fields = {{u"name"_s, say(QT_TRANSLATE_NOOP("Forms", "Name")), u"text"_s, {}, {}, {}, true, u"{name}"_s},
                   {u"upstream_model"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "Name at the provider")),
                    u"text"_s,
                    {},
                    {},
                    {},
                    true,
                    u"{upstream_model}"_s},
                   {u"context_length"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "Context")),
                    u"number"_s,
                    {},
                    {},
                    say(QT_TRANSLATE_NOOP("Forms", "tokens")),
                    true,
                    u"{context_length}"_s,
                    {},
                    {},
                    true},
                   {u"max_output_tokens"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "Longest answer")),
                    u"number"_s,
                    {},
                    {},
                    say(QT_TRANSLATE_NOOP("Forms", "tokens")),
                    true,
                    u"{max_output_tokens}"_s}};
    forms[u"model.edit"_s] = form;

    form = {};
    form.title = say(QT_TRANSLATE_NOOP("Forms", "Markup of {title}"));
    form.text = say(QT_TRANSLATE_NOOP(
        "Forms", "Holds for every model of the category from the next call on. Try it in the simulation first."));
    form.glyph = u"percent"_s;
    form.button = say(QT_TRANSLATE_NOOP("Forms", "Save"));
    form.verb = Verb::Patch;
    form.path = u"/admin/pricing-categories/{name}"_s;
    form.announces = u"category"_s;
    form.done = say(QT_TRANSLATE_NOOP("Forms", "Markup saved"));
    form.fields = {{u"markup_percent"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "Markup")),
                    u"price"_s,
                    {},
                    {},
                    u"%"_s,
                    false,
                    u"{markup_percent}"_s}};
    forms[u"category.edit"_s] = form;
    return forms;
}

} // namespace beaver::admin
