#include <admin-ui/editors/form_parts.h>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

using Verb = ApiRequest::Verb;

/// What is seldom set, folded away. `changes`: they begin with what the endpoint has.
std::vector<FieldSpec> furtherFields(bool changes)
{
    FieldSpec part{u"further"_s, say(QT_TRANSLATE_NOOP("Forms", "Load, time-outs and headers")), u"part"_s};
    const auto field = [changes](const QString &name, const QString &label, const QString &kind) {
        FieldSpec spec{name, label, kind};
        if (changes)
            spec.value = u'{' + name + u'}';
        return spec;
    };
    FieldSpec calls = field(u"max_concurrency"_s, say(QT_TRANSLATE_NOOP("Forms", "Calls at once")), u"number"_s);
    calls.half = true;
    FieldSpec queue = field(u"queue_length"_s, say(QT_TRANSLATE_NOOP("Forms", "May wait")), u"number"_s);
    queue.help = say(QT_TRANSLATE_NOOP("Forms", "Calls beyond those at once"));
    FieldSpec cost = field(u"cost_percent"_s, say(QT_TRANSLATE_NOOP("Forms", "What its calls cost you")), u"number"_s);
    cost.help = say(QT_TRANSLATE_NOOP("Forms", "Of the list price; where routing goes by cost"));
    cost.placeholder = u"100"_s;
    cost.suffix = u"%"_s;
    cost.half = true;
    FieldSpec region = field(u"region"_s, say(QT_TRANSLATE_NOOP("Forms", "Region")), u"text"_s);
    region.placeholder = u"eu-central-1"_s;
    const auto timeout = [&field](const QString &name, const QString &label, bool half) {
        FieldSpec spec = field(u"timeouts."_s + name, label, u"milliseconds"_s);
        spec.placeholder = say(QT_TRANSLATE_NOOP("Forms", "as the gateway"));
        spec.suffix = u"ms"_s;
        spec.half = half;
        return spec;
    };
    FieldSpec hedge = timeout(u"hedge_ms"_s, say(QT_TRANSLATE_NOOP("Forms", "Hedge after")), false);
    hedge.help = say(QT_TRANSLATE_NOOP("Forms", "Without a first byte: asks a second one too"));
    FieldSpec headers = field(u"headers"_s, say(QT_TRANSLATE_NOOP("Forms", "Headers")), u"headers"_s);
    headers.help =
        say(QT_TRANSLATE_NOOP("Forms", "Go with each call, one on a line; anybody who sees the endpoint sees "
                                       "them"));
    headers.placeholder = u"X-Team: search"_s;
    std::vector<FieldSpec> fields{
        part,
        calls,
        queue,
        cost,
        region,
        timeout(u"connect_ms"_s, say(QT_TRANSLATE_NOOP("Forms", "Connected within")), true),
        timeout(u"first_byte_ms"_s, say(QT_TRANSLATE_NOOP("Forms", "First byte within")), false),
        timeout(u"silence_ms"_s, say(QT_TRANSLATE_NOOP("Forms", "Silence at most")), true),
        timeout(u"whole_ms"_s, say(QT_TRANSLATE_NOOP("Forms", "Whole call within")), false),
        hedge,
        headers};
    for (FieldSpec &each : fields)
        if (each.kind != "part"_L1)
            each.part = part.name;
    return fields;
}

QString modelsHelp()
{
    return say(QT_TRANSLATE_NOOP("Forms", "Between commas; * for all of the provider's; gpt-4o=my-deployment for one "
                                          "that has another name there"));
}

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
                   {u"models"_s, say(QT_TRANSLATE_NOOP("Forms", "Models")), u"rules"_s, modelsHelp(), u"*"_s},
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
    const std::vector<FieldSpec> further = furtherFields(false);
    form.fields.insert(form.fields.end(), further.begin(), further.end());
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
        {u"weight"_s, say(QT_TRANSLATE_NOOP("Forms", "Weight")), u"number"_s, {}, {}, {}, true, u"{weight}"_s}};
    FieldSpec models{u"models"_s, say(QT_TRANSLATE_NOOP("Forms", "Models")), u"rules"_s};
    models.help = modelsHelp();
    models.value = u"{models}"_s;
    form.fields.insert(form.fields.begin() + 3, models);
    const std::vector<FieldSpec> known = furtherFields(true);
    form.fields.insert(form.fields.end(), known.begin(), known.end());
    forms[u"endpoint.edit"_s] = form;
    return forms;
}

} // namespace beaver::admin
