#include <admin-ui/editors/form_parts.h>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

using Verb = ApiRequest::Verb;

} // namespace

Forms endpointForms()
{
    Forms forms;
    FormSpec form;
    form.title = say(QT_TRANSLATE_NOOP("Forms", "Add an endpoint"));
    form.text = say(QT_TRANSLATE_NOOP(
        "Forms", "One base URL with its credential. The credential is sealed on the server and never shown again."));
    form.glyph = u"server"_s;
    form.button = say(QT_TRANSLATE_NOOP("Forms", "Add endpoint"));
    form.path = u"/admin/endpoints"_s;
    form.announces = u"endpoint"_s;
    form.done = say(QT_TRANSLATE_NOOP("Forms", "Endpoint added"));
    form.fields = {{u"provider"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "Provider")),
                    u"choice"_s,
                    {},
                    {},
                    {},
                    false,
                    u"openai"_s,
                    {},
                    u"/admin/providers"_s},
                   {u"name"_s, say(QT_TRANSLATE_NOOP("Forms", "Name")), u"text"_s, {}, u"openai-us"_s, {}, false},
                   {u"base_url"_s, say(QT_TRANSLATE_NOOP("Forms", "Base URL")), u"text"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "The provider's own when empty")), u"https://api.openai.com/v1"_s},
                   {u"credential"_s, say(QT_TRANSLATE_NOOP("Forms", "Credential")), u"secret"_s, {}, u"sk-…"_s},
                   {u"models"_s, say(QT_TRANSLATE_NOOP("Forms", "Models")), u"list"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "Between commas; * for all of the provider's")), u"*"_s},
                   {u"priority"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "Priority")),
                    u"number"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "1 is asked first")),
                    u"1"_s,
                    {},
                    true,
                    {},
                    {},
                    {},
                    true},
                   {u"weight"_s, say(QT_TRANSLATE_NOOP("Forms", "Weight")), u"number"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "Share among equals")), u"100"_s}};
    forms[u"endpoint.create"_s] = form;
    form.title = say(QT_TRANSLATE_NOOP("Forms", "Edit endpoint"));
    form.text = u"{title}"_s;
    form.button = say(QT_TRANSLATE_NOOP("Forms", "Save"));
    form.verb = Verb::Patch;
    form.path = u"/admin/endpoints/{id}"_s;
    form.done = say(QT_TRANSLATE_NOOP("Forms", "Endpoint saved"));
    form.onlyChanges = true;
    form.fields = {
        {u"name"_s, say(QT_TRANSLATE_NOOP("Forms", "Name")), u"text"_s, {}, {}, {}, false, u"{name}"_s},
        {u"base_url"_s, say(QT_TRANSLATE_NOOP("Forms", "Base URL")), u"text"_s, {}, {}, {}, false, u"{base_url}"_s},
        {u"credential"_s, say(QT_TRANSLATE_NOOP("Forms", "New credential")), u"secret"_s,
         say(QT_TRANSLATE_NOOP("Forms", "Stays as it is when empty"))},
        {u"priority"_s,
         say(QT_TRANSLATE_NOOP("Forms", "Priority")),
         u"number"_s,
         {},
         {},
         {},
         true,
         u"{priority}"_s,
         {},
         {},
         true},
        {u"weight"_s, say(QT_TRANSLATE_NOOP("Forms", "Weight")), u"number"_s, {}, {}, {}, true, u"{weight}"_s},
        {u"max_concurrency"_s,
         say(QT_TRANSLATE_NOOP("Forms", "Calls at once")),
         u"number"_s,
         {},
         {},
         {},
         true,
         u"{max_concurrency}"_s,
         {},
         {},
         true},
        {u"queue_length"_s,
         say(QT_TRANSLATE_NOOP("Forms", "May wait")),
         u"number"_s,
         {},
         {},
         {},
         true,
         u"{queue_length}"_s},
        {u"region"_s,
         say(QT_TRANSLATE_NOOP("Forms", "Region")),
         u"text"_s,
         {},
         {},
         {},
         true,
         u"{region}"_s,
         {},
         {},
         true},
        {u"timeouts.hedge_ms"_s, say(QT_TRANSLATE_NOOP("Forms", "Hedge after")), u"milliseconds"_s,
         say(QT_TRANSLATE_NOOP("Forms", "Without a first byte: asks a second one too")),
         say(QT_TRANSLATE_NOOP("Forms", "as the gateway")), u"ms"_s, true, u"{timeouts.hedge_ms}"_s}};
    forms[u"endpoint.edit"_s] = form;
    return forms;
}

} // namespace beaver::admin
