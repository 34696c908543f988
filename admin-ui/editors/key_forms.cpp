#include <admin-ui/editors/form_parts.h>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

using Verb = ApiRequest::Verb;

std::vector<FieldSpec> keyFields(bool changes)
{
    return {{u"name"_s,
             say(QT_TRANSLATE_NOOP("Forms", "Name")),
             u"text"_s,
             say(QT_TRANSLATE_NOOP("Forms", "Where the key is used")),
             u"web shop"_s,
             {},
             false,
             changes ? u"{name}"_s : QString(),
             {},
             {},
             true},
            {u"expires_at"_s,
             say(QT_TRANSLATE_NOOP("Forms", "Expires")),
             u"day"_s,
             {},
             u"2027-12-31"_s,
             u"UTC"_s,
             true,
             changes ? u"{expires_at}"_s : QString()},
            {u"allowed_models"_s,
             say(QT_TRANSLATE_NOOP("Forms", "Models")),
             u"list"_s,
             say(QT_TRANSLATE_NOOP("Forms", "Which it may call, between commas; all when empty")),
             u"gpt-4o-mini, gemini-1.5-flash"_s,
             {},
             true,
             changes ? u"{allowed_models}"_s : QString()},
            {u"scopes"_s,
             say(QT_TRANSLATE_NOOP("Forms", "Scopes")),
             u"list"_s,
             say(QT_TRANSLATE_NOOP("Forms", "chat.completions, embeddings, images …; everything when empty")),
             u"chat.completions"_s,
             {},
             true,
             changes ? u"{scopes}"_s : QString(),
             {},
             {},
             true},
            {u"allowed_ips"_s,
             say(QT_TRANSLATE_NOOP("Forms", "Addresses")),
             u"list"_s,
             say(QT_TRANSLATE_NOOP("Forms", "Single ones or ranges; from anywhere when empty")),
             u"203.0.113.0/24"_s,
             {},
             true,
             changes ? u"{allowed_ips}"_s : QString()},
            {u"metadata"_s,
             say(QT_TRANSLATE_NOOP("Forms", "Metadata")),
             u"object"_s,
             say(QT_TRANSLATE_NOOP("Forms", "A JSON object of your own; it comes back with the key")),
             uR"({"team": "search"})"_s,
             {},
             true,
             changes ? u"{metadata}"_s : QString()}};
}

} // namespace

Forms keyForms()
{
    Forms forms;
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
    form.fields = keyFields(false);
    forms[u"account.newKey"_s] = form;
    FormSpec any = form;
    any.text = say(QT_TRANSLATE_NOOP("Forms", "The secret is shown once, after it is made."));
    any.fixed = {};
    any.fields.insert(any.fields.begin(), {u"account_id"_s,
                                           say(QT_TRANSLATE_NOOP("Forms", "Account")),
                                           u"choice"_s,
                                           say(QT_TRANSLATE_NOOP("Forms", "Who pays for its calls")),
                                           {},
                                           {},
                                           false,
                                           {},
                                           {},
                                           u"/admin/accounts?limit=200"_s});
    forms[u"key.create"_s] = any;
    any.path = u"/api-keys"_s;
    any.fields.erase(any.fields.begin());
    forms[u"key.createOwn"_s] = any;

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
