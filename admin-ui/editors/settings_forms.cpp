#include <admin-ui/editors/form_parts.h>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

using Verb = ApiRequest::Verb;

std::vector<FieldSpec> webhookFields(bool changes)
{
    return {{u"url"_s,
             say(QT_TRANSLATE_NOOP("Forms", "Address")),
             u"text"_s,
             say(QT_TRANSLATE_NOOP("Forms", "Events are posted to it, signed")),
             u"https://example.com/hook"_s,
             {},
             false,
             changes ? u"{url}"_s : QString()},
            {u"description"_s,
             say(QT_TRANSLATE_NOOP("Forms", "Description")),
             u"text"_s,
             {},
             {},
             {},
             true,
             changes ? u"{description}"_s : QString()},
            {u"events"_s,
             say(QT_TRANSLATE_NOOP("Forms", "Events")),
             u"list"_s,
             say(QT_TRANSLATE_NOOP("Forms", "balance.low, budget.threshold, key.expiring, endpoint.failed, "
                                            "endpoint.degraded, endpoint.recovered, webhook.disabled; all when "
                                            "empty")),
             u"balance.low, budget.threshold"_s,
             {},
             true,
             changes ? u"{events}"_s : QString()}};
}

} // namespace

Forms settingsForms()
{
    Forms forms;
    FormSpec form;
    form.title = say(QT_TRANSLATE_NOOP("Forms", "New webhook"));
    form.text =
        say(QT_TRANSLATE_NOOP("Forms", "The secret that signs what it is told is shown once, after it is made."));
    form.glyph = u"webhook"_s;
    form.button = say(QT_TRANSLATE_NOOP("Forms", "Create webhook"));
    form.path = u"{hooks}"_s;
    form.announces = u"webhook"_s;
    form.done = say(QT_TRANSLATE_NOOP("Forms", "Webhook created"));
    form.secretMember = u"secret"_s;
    form.fields = webhookFields(false);
    forms[u"webhook.create"_s] = form;
    form.title = say(QT_TRANSLATE_NOOP("Forms", "New secret"));
    form.text =
        say(QT_TRANSLATE_NOOP("Forms", "{title} is signed with it from now on. The old secret is good no more."));
    form.glyph = u"rotateCw"_s;
    form.button = say(QT_TRANSLATE_NOOP("Forms", "Make a new secret"));
    form.path = u"{hooks}/{id}/rotate"_s;
    form.done = say(QT_TRANSLATE_NOOP("Forms", "The new secret"));
    form.fields.clear();
    forms[u"webhook.rotate"_s] = form;
    form.title = say(QT_TRANSLATE_NOOP("Forms", "Edit webhook"));
    form.text = u"{title}"_s;
    form.glyph = u"pencil"_s;
    form.button = say(QT_TRANSLATE_NOOP("Forms", "Save"));
    form.verb = Verb::Patch;
    form.path = u"{hooks}/{id}"_s;
    form.done = say(QT_TRANSLATE_NOOP("Forms", "Webhook saved"));
    form.secretMember.clear();
    form.onlyChanges = true;
    form.fields = webhookFields(true);
    forms[u"webhook.edit"_s] = form;

    form = {};
    form.title = say(QT_TRANSLATE_NOOP("Forms", "Invite somebody"));
    form.text = say(
        QT_TRANSLATE_NOOP("Forms", "They register with a token that is shown once. An address gets it by mail too."));
    form.glyph = u"mail"_s;
    form.button = say(QT_TRANSLATE_NOOP("Forms", "Make the invitation"));
    form.path = u"/admin/invitations"_s;
    form.announces = u"invitation"_s;
    form.done = say(QT_TRANSLATE_NOOP("Forms", "Invitation made"));
    form.secretMember = u"token"_s;
    form.fields = {{u"email"_s, say(QT_TRANSLATE_NOOP("Forms", "Email")), u"email"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "Only for this address; for whoever has the token when empty")),
                    u"ops@customer.example"_s},
                   {u"role"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "Role on the gateway")),
                    u"choice"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "Only an owner invites administrators and owners")),
                    {},
                    {},
                    true,
                    {},
                    {{{}, say(QT_TRANSLATE_NOOP("Forms", "None: their own account only"))},
                     {u"viewer"_s, say(QT_TRANSLATE_NOOP("Forms", "Viewer"))},
                     {u"billing"_s, say(QT_TRANSLATE_NOOP("Forms", "Billing"))},
                     {u"admin"_s, say(QT_TRANSLATE_NOOP("Forms", "Administrator"))},
                     {u"owner"_s, say(QT_TRANSLATE_NOOP("Forms", "Owner"))}}},
                   {u"plan"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "Plan")),
                    u"choice"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "As for everybody when empty")),
                    {},
                    {},
                    true,
                    {},
                    {},
                    u"/admin/plans"_s},
                   {u"days"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "Good for")),
                    u"number"_s,
                    {},
                    u"7"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "days")),
                    true,
                    u"7"_s}};
    forms[u"invitation.create"_s] = form;

    form = {};
    form.title = say(QT_TRANSLATE_NOOP("Forms", "Send a test mail"));
    form.text =
        say(QT_TRANSLATE_NOOP("Forms", "It says that the gateway can send mail. The list below shows what became "
                                       "of it."));
    form.glyph = u"send"_s;
    form.button = say(QT_TRANSLATE_NOOP("Forms", "Send"));
    form.path = u"/admin/mail/test"_s;
    form.announces = u"mail"_s;
    form.done = say(QT_TRANSLATE_NOOP("Forms", "A test mail is queued"));
    FieldSpec to{u"to"_s, say(QT_TRANSLATE_NOOP("Forms", "To")), u"email"_s};
    to.help = say(QT_TRANSLATE_NOOP("Forms", "You when empty"));
    form.fields = {to};
    forms[u"mail.test"_s] = form;
    return forms;
}

} // namespace beaver::admin
