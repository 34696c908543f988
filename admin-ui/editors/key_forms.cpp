#include <admin-ui/editors/form_parts.h>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

using Verb = ApiRequest::Verb;

FieldSpec field(const QString &name, const QString &label, const QString &kind, bool changes)
{
    FieldSpec made{name, label, kind};
    if (changes)
        made.value = u'{' + name + u'}';
    return made;
}

/// What bounds a key besides: folded away, for most have none of it.
std::vector<FieldSpec> boundFields(bool changes)
{
    FieldSpec part{u"bounds"_s, say(QT_TRANSLATE_NOOP("Forms", "Further bounds and signatures")), u"part"_s};
    FieldSpec referrers =
        field(u"allowed_referrers"_s, say(QT_TRANSLATE_NOOP("Forms", "Websites")), u"list"_s, changes);
    referrers.help = say(QT_TRANSLATE_NOOP("Forms", "Whose pages may call with it; all when empty"));
    referrers.placeholder = u"https://shop.example"_s;
    referrers.half = true;
    FieldSpec cap = field(u"request_cap"_s, say(QT_TRANSLATE_NOOP("Forms", "Cap on its calls")), u"limit"_s, changes);
    cap.help = say(QT_TRANSLATE_NOOP("Forms", "After so many it is refused"));
    cap.placeholder = say(QT_TRANSLATE_NOOP("Forms", "no limit"));
    FieldSpec permissions = field(u"permissions"_s, say(QT_TRANSLATE_NOOP("Forms", "Permissions")), u"list"_s, changes);
    permissions.help = say(QT_TRANSLATE_NOOP("Forms", "read, write, admin; read and write when empty"));
    permissions.placeholder = u"read, write"_s;
    FieldSpec role = field(u"role"_s, say(QT_TRANSLATE_NOOP("Forms", "Role on the gateway")), u"choice"_s, changes);
    role.help = say(QT_TRANSLATE_NOOP("Forms", "Whoever has the key administers with it"));
    role.ofOperators = true;
    role.options = {{{}, say(QT_TRANSLATE_NOOP("Forms", "None: calls models only"))},
                    {u"viewer"_s, say(QT_TRANSLATE_NOOP("Forms", "Viewer"))},
                    {u"billing"_s, say(QT_TRANSLATE_NOOP("Forms", "Billing"))},
                    {u"admin"_s, say(QT_TRANSLATE_NOOP("Forms", "Administrator"))},
                    {u"owner"_s, say(QT_TRANSLATE_NOOP("Forms", "Owner"))}};
    FieldSpec sign =
        field(u"can_sign"_s, say(QT_TRANSLATE_NOOP("Forms", "Give it a signing secret too")), u"toggle"_s, changes);
    sign.help = say(QT_TRANSLATE_NOOP("Forms", "A request that is signed with it doesn't carry the key"));
    FieldSpec signatures = field(u"require_signature"_s, say(QT_TRANSLATE_NOOP("Forms", "Take signed requests only")),
                                 u"toggle"_s, changes);
    signatures.help = say(QT_TRANSLATE_NOOP("Forms", "Requests that carry the key itself are refused"));
    std::vector<FieldSpec> fields{part, referrers, cap, permissions, role};
    if (!changes)
        fields.push_back(sign);
    fields.push_back(signatures);
    for (FieldSpec &each : fields)
        if (each.kind != "part"_L1)
            each.part = part.name;
    return fields;
}

/// `projects`: where those are listed that it may belong to; empty where that is settled.
std::vector<FieldSpec> keyFields(bool changes, const QString &projects = {})
{
    FieldSpec name = field(u"name"_s, say(QT_TRANSLATE_NOOP("Forms", "Name")), u"text"_s, changes);
    name.help = say(QT_TRANSLATE_NOOP("Forms", "Where the key is used"));
    name.placeholder = u"web shop"_s;
    name.optional = false;
    name.half = true;
    FieldSpec expires = field(u"expires_at"_s, say(QT_TRANSLATE_NOOP("Forms", "Expires")), u"day"_s, changes);
    expires.placeholder = u"2027-12-31"_s;
    expires.suffix = u"UTC"_s;
    FieldSpec environment{u"environment"_s, say(QT_TRANSLATE_NOOP("Forms", "Environment")), u"choice"_s};
    environment.help = say(QT_TRANSLATE_NOOP("Forms", "The secret begins with it"));
    environment.options = {{{}, say(QT_TRANSLATE_NOOP("Forms", "None"))},
                           {u"live"_s, u"live"_s},
                           {u"test"_s, u"test"_s},
                           {u"staging"_s, u"staging"_s},
                           {u"dev"_s, u"dev"_s}};
    FieldSpec project{u"project_id"_s, say(QT_TRANSLATE_NOOP("Forms", "Project")), u"choice"_s};
    project.options = {{{}, say(QT_TRANSLATE_NOOP("Forms", "The default one"))}};
    project.optionsFrom = projects;
    project.half = true;
    FieldSpec models = field(u"allowed_models"_s, say(QT_TRANSLATE_NOOP("Forms", "Models")), u"list"_s, changes);
    models.help = say(QT_TRANSLATE_NOOP("Forms", "Which it may call, between commas; all when empty"));
    models.placeholder = u"gpt-4o-mini, gemini-1.5-flash"_s;
    FieldSpec scopes = field(u"scopes"_s, say(QT_TRANSLATE_NOOP("Forms", "Scopes")), u"list"_s, changes);
    scopes.help = say(QT_TRANSLATE_NOOP("Forms", "chat.completions, embeddings, images …; everything when empty"));
    scopes.placeholder = u"chat.completions"_s;
    scopes.half = true;
    FieldSpec addresses = field(u"allowed_ips"_s, say(QT_TRANSLATE_NOOP("Forms", "Addresses")), u"list"_s, changes);
    addresses.help = say(QT_TRANSLATE_NOOP("Forms", "Single ones or ranges; from anywhere when empty"));
    addresses.placeholder = u"203.0.113.0/24"_s;
    FieldSpec metadata = field(u"metadata"_s, say(QT_TRANSLATE_NOOP("Forms", "Metadata")), u"object"_s, changes);
    metadata.help = say(QT_TRANSLATE_NOOP("Forms", "A JSON object of your own; it comes back with the key"));
    metadata.placeholder = uR"({"team": "search"})"_s;
    std::vector<FieldSpec> fields{name, expires};
    if (!changes && !projects.isEmpty())
        fields.push_back(project);
    if (!changes)
        fields.push_back(environment);
    fields.insert(fields.end(), {models, scopes, addresses, metadata});
    const std::vector<FieldSpec> bounds = boundFields(changes);
    fields.insert(fields.end(), bounds.begin(), bounds.end());
    if (!changes) {
        FieldSpec part{u"limits"_s, say(QT_TRANSLATE_NOOP("Forms", "Limits and budgets")), u"part"_s};
        fields.push_back(part);
        for (FieldSpec &limit : limitFields()) {
            limit.part = part.name;
            limit.value.clear();
            fields.push_back(limit);
        }
    }
    return fields;
}

/// All of an account's at once, as after a break-in.
FormSpec revocationForm()
{
    FormSpec form;
    form.title = say(QT_TRANSLATE_NOOP("Forms", "Revoke all keys"));
    form.text = say(QT_TRANSLATE_NOOP("Forms", "{title}. Programs that use its keys are refused from then on, and a "
                                               "revoked key never works again."));
    form.glyph = u"keyRound"_s;
    form.button = say(QT_TRANSLATE_NOOP("Forms", "Revoke them all"));
    form.path = u"/admin/api-keys/revoke"_s;
    form.fixed = {{u"account_id"_s, u"{id}"_s}};
    form.announces = u"key"_s;
    form.done = say(QT_TRANSLATE_NOOP("Forms", "The keys are revoked"));
    form.forecast = [](const JsonValue &told, Session &) {
        Forecast forecast;
        const int count = static_cast<int>(told["count"_L1].integer().value_or(0));
        forecast.nothing = count == 0;
        forecast.text = forecast.nothing
                            ? say(QT_TRANSLATE_NOOP("Forms", "It has no key that works."))
                            : QCoreApplication::translate("Forms", "%n key(s) would be revoked.", nullptr, count);
        for (const JsonValue &each : told["failed"_L1].items())
            forecast.text += u'\n' + each["id"_L1].plain() + u": "_s + each["message"_L1].plain();
        return forecast;
    };
    return form;
}

} // namespace

Forms keyForms()
{
    Forms forms;
    forms[u"account.revokeKeys"_s] = revocationForm();
    FormSpec form;
    form.title = say(QT_TRANSLATE_NOOP("Forms", "New API key"));
    form.text = say(QT_TRANSLATE_NOOP("Forms", "For {title}. The secret is shown once, after it is made."));
    form.glyph = u"keyRound"_s;
    form.button = say(QT_TRANSLATE_NOOP("Forms", "Create key"));
    form.path = u"/admin/api-keys"_s;
    form.fixed = {{u"account_id"_s, u"{id}"_s}};
    form.announces = u"key"_s;
    form.done = say(QT_TRANSLATE_NOOP("Forms", "Key created"));
    form.secretMember = u"key"_s;
    form.secretLabel = say(QT_TRANSLATE_NOOP("Forms", "Key"));
    form.otherSecret = {u"signing_secret"_s, say(QT_TRANSLATE_NOOP("Forms", "Signing secret"))};
    form.fields = keyFields(false, u"/admin/projects?limit=200&status=active&account_id={id}"_s);
    forms[u"account.newKey"_s] = form;
    FormSpec any = form;
    any.text = say(QT_TRANSLATE_NOOP("Forms", "The secret is shown once, after it is made."));
    any.fixed = {};
    FieldSpec account{u"account_id"_s, say(QT_TRANSLATE_NOOP("Forms", "Account")), u"account"_s};
    account.help = say(QT_TRANSLATE_NOOP("Forms", "Who pays for its calls"));
    account.optional = false;
    account.optionsFrom = u"/admin/accounts?limit=50"_s;
    any.fields = keyFields(false, u"/admin/projects?limit=200&status=active&account_id={account_id}"_s);
    any.fields.insert(any.fields.begin(), account);
    forms[u"key.create"_s] = any;
    any.path = u"/api-keys"_s;
    any.fields = keyFields(false, u"/projects?limit=200"_s);
    forms[u"key.createOwn"_s] = any;
    any.fields = keyFields(false);
    any.text = say(QT_TRANSLATE_NOOP("Forms", "In the project “{title}”, whose account pays for its calls. The secret "
                                              "is shown once, after it is made."));
    any.path = u"/projects/{id}/api-keys"_s;
    forms[u"project.newOwnKey"_s] = any;
    any.path = u"/admin/api-keys"_s;
    any.fixed = {{u"account_id"_s, u"{account_id}"_s}, {u"project_id"_s, u"{id}"_s}};
    forms[u"project.newKey"_s] = any;

    form.title = say(QT_TRANSLATE_NOOP("Forms", "Edit API key"));
    form.text = u"{title}"_s;
    form.button = say(QT_TRANSLATE_NOOP("Forms", "Save"));
    form.glyph = u"pencil"_s;
    form.verb = Verb::Patch;
    form.path = u"{keys}/{id}"_s;
    form.fixed = {};
    form.done = say(QT_TRANSLATE_NOOP("Forms", "Key saved"));
    form.secretMember.clear();
    form.otherSecret = {};
    form.onlyChanges = true;
    form.fields = keyFields(true);
    forms[u"key.edit"_s] = form;

    form = {};
    form.title = say(QT_TRANSLATE_NOOP("Forms", "Rotate the key"));
    form.text = say(QT_TRANSLATE_NOOP(
        "Forms",
        "“{title}” gets a new secret. The old one keeps working for a while, so that programs can change over."));
    form.glyph = u"rotateCw"_s;
    form.button = say(QT_TRANSLATE_NOOP("Forms", "Rotate"));
    form.path = u"{keys}/{id}/rotate"_s;
    form.announces = u"key"_s;
    form.done = say(QT_TRANSLATE_NOOP("Forms", "Key rotated"));
    form.secretMember = u"key"_s;
    form.fields = {{u"grace_seconds"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "The old secret works on for")),
                    u"choice"_s,
                    {},
                    {},
                    {},
                    false,
                    u"3600"_s,
                    {{u"0"_s, say(QT_TRANSLATE_NOOP("Forms", "It stops at once"))},
                     {u"3600"_s, say(QT_TRANSLATE_NOOP("Forms", "1 hour"))},
                     {u"86400"_s, say(QT_TRANSLATE_NOOP("Forms", "1 day"))},
                     {u"604800"_s, say(QT_TRANSLATE_NOOP("Forms", "1 week"))}}}};
    forms[u"key.rotate"_s] = form;

    form = {};
    form.title = say(QT_TRANSLATE_NOOP("Forms", "Kept bodies"));
    form.text = say(QT_TRANSLATE_NOOP(
        "Forms", "What is asked and answered with “{title}” can be kept, sealed with the gateway's key, for as long as "
                 "the gateway is set to. Who reads it stands in the audit log."));
    form.glyph = u"eye"_s;
    form.button = say(QT_TRANSLATE_NOOP("Forms", "Save"));
    form.verb = Verb::Put;
    form.path = u"{keys}/{id}/bodies"_s;
    form.readsFrom = form.path;
    form.announces = u"key"_s;
    form.done = say(QT_TRANSLATE_NOOP("Forms", "The choice holds from the next call on"));
    FieldSpec keep{u"keep"_s, say(QT_TRANSLATE_NOOP("Forms", "Keep requests and answers")), u"toggle"_s};
    keep.value = u"{keep}"_s;
    form.fields = {keep};
    forms[u"key.bodies"_s] = form;

    form = {};
    form.title = say(QT_TRANSLATE_NOOP("Forms", "New signing secret"));
    form.text = say(QT_TRANSLATE_NOOP("Forms", "Requests of “{title}” can be signed with it instead of carrying the "
                                               "key. It is shown once; one that was made before stops working."));
    form.glyph = u"shieldCheck"_s;
    form.button = say(QT_TRANSLATE_NOOP("Forms", "Make a signing secret"));
    form.path = u"{keys}/{id}/signing-secret"_s;
    form.announces = u"key"_s;
    form.done = say(QT_TRANSLATE_NOOP("Forms", "The signing secret"));
    form.secretMember = u"signing_secret"_s;
    forms[u"key.signing"_s] = form;
    return forms;
}

} // namespace beaver::admin
