#include <admin-ui/editors/form_parts.h>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

using Verb = ApiRequest::Verb;

} // namespace

Forms ownForms()
{
    Forms forms;
    FormSpec form;
    form.title = say(QT_TRANSLATE_NOOP("Forms", "Your profile"));
    form.glyph = u"user"_s;
    form.button = say(QT_TRANSLATE_NOOP("Forms", "Save"));
    form.verb = Verb::Patch;
    form.path = u"/auth/me"_s;
    form.announces = u"profile"_s;
    form.done = say(QT_TRANSLATE_NOOP("Forms", "Profile saved"));
    form.onlyChanges = true;
    form.fields = {
        {u"full_name"_s, say(QT_TRANSLATE_NOOP("Forms", "Name")), u"text"_s, {}, {}, {}, true, u"{full_name}"_s},
        {u"username"_s, say(QT_TRANSLATE_NOOP("Forms", "User name")), u"text"_s, {}, {}, {}, true, u"{username}"_s},
        {u"time_zone"_s,
         say(QT_TRANSLATE_NOOP("Forms", "Time zone")),
         u"text"_s,
         say(QT_TRANSLATE_NOOP("Forms", "As in Europe/Berlin or UTC")),
         u"Europe/Berlin"_s,
         {},
         false,
         u"{time_zone}"_s}};
    forms[u"profile.edit"_s] = form;

    form = {};
    form.title = say(QT_TRANSLATE_NOOP("Forms", "Alerts"));
    form.text =
        say(QT_TRANSLATE_NOOP("Forms", "Each is told once, until the balance has risen or the budget's time has "
                                       "begun anew."));
    form.glyph = u"bell"_s;
    form.button = say(QT_TRANSLATE_NOOP("Forms", "Save"));
    form.verb = Verb::Patch;
    form.path = u"/account/alerts"_s;
    form.announces = u"alerts"_s;
    form.done = say(QT_TRANSLATE_NOOP("Forms", "Alerts saved"));
    form.onlyChanges = true;
    FieldSpec low{u"low_balance"_s, say(QT_TRANSLATE_NOOP("Forms", "Tell when the balance falls below")), u"budget"_s};
    low.help = say(QT_TRANSLATE_NOOP("Forms", "As usual on this gateway when empty"));
    low.placeholder = say(QT_TRANSLATE_NOOP("Forms", "as usual"));
    low.suffix = u"USD"_s;
    low.value = u"{low_balance}"_s;
    FieldSpec mail{u"mail"_s, say(QT_TRANSLATE_NOOP("Forms", "Also by mail")), u"toggle"_s};
    mail.help = say(QT_TRANSLATE_NOOP("Forms", "Webhooks are told anyway"));
    mail.value = u"{mail}"_s;
    form.fields = {low, mail};
    forms[u"alerts.own"_s] = form;

    form = {};
    form.title = say(QT_TRANSLATE_NOOP("Forms", "Confirm your address"));
    form.text = say(QT_TRANSLATE_NOOP("Forms", "A mail with a link went to {email}. Open the link, or paste it here."));
    form.glyph = u"mail"_s;
    form.button = say(QT_TRANSLATE_NOOP("Forms", "Confirm"));
    form.path = u"/auth/email/verify"_s;
    form.announces = u"profile"_s;
    form.done = say(QT_TRANSLATE_NOOP("Forms", "Your address is confirmed"));
    form.fields = {{u"token"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "Link or token")),
                    u"mailed"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "Both stand in the mail")),
                    {},
                    {},
                    false}};
    forms[u"address.prove"_s] = form;

    form = {};
    form.title = say(QT_TRANSLATE_NOOP("Forms", "Change your password"));
    form.text = say(QT_TRANSLATE_NOOP("Forms", "All your other sessions end. API keys go on working."));
    form.glyph = u"lock"_s;
    form.button = say(QT_TRANSLATE_NOOP("Forms", "Change password"));
    form.path = u"/auth/password/change"_s;
    form.announces = u"session"_s;
    form.done = say(QT_TRANSLATE_NOOP("Forms", "Password changed; all other sessions have ended"));
    form.fields = {
        {u"current_password"_s, say(QT_TRANSLATE_NOOP("Forms", "Present password")), u"password"_s,
         say(QT_TRANSLATE_NOOP("Forms", "Empty if the account has none yet"))},
        {u"password"_s,
         say(QT_TRANSLATE_NOOP("Forms", "New password")),
         u"password"_s,
         say(QT_TRANSLATE_NOOP("Forms", "10 characters at least")),
         {},
         {},
         false},
        {u"repeated"_s, say(QT_TRANSLATE_NOOP("Forms", "New password again")), u"password"_s, {}, {}, {}, false}};
    form.fields.back().repeats = u"password"_s;
    forms[u"password.change"_s] = form;

    form = {};
    form.title = say(QT_TRANSLATE_NOOP("Forms", "Set up the second factor"));
    form.text =
        say(QT_TRANSLATE_NOOP("Forms", "Read the picture with an authenticator app, or type the secret into it. "
                                       "Then enter the code that it shows."));
    form.glyph = u"shieldCheck"_s;
    form.button = say(QT_TRANSLATE_NOOP("Forms", "Switch on"));
    form.path = u"/auth/2fa/enable"_s;
    form.prepares = u"/auth/2fa/setup"_s;
    form.announces = u"profile"_s;
    form.done = say(QT_TRANSLATE_NOOP("Forms", "The second factor is on: recovery codes"));
    form.secretMember = u"recovery_codes"_s;
    form.fields = {{u"code"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "Code")),
                    u"text"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "Six digits")),
                    u"123456"_s,
                    {},
                    false}};
    forms[u"factor.enable"_s] = form;
    form.title = say(QT_TRANSLATE_NOOP("Forms", "New recovery codes"));
    form.text = say(QT_TRANSLATE_NOOP("Forms", "The old ones stop working. Each new one is good for one sign-in."));
    form.glyph = u"rotateCw"_s;
    form.button = say(QT_TRANSLATE_NOOP("Forms", "Make new codes"));
    form.path = u"/auth/2fa/recovery"_s;
    form.prepares.clear();
    form.done = say(QT_TRANSLATE_NOOP("Forms", "Your new recovery codes"));
    form.fields.front().help = say(QT_TRANSLATE_NOOP("Forms", "Of your app, or a recovery code"));
    forms[u"factor.codes"_s] = form;
    form.title = say(QT_TRANSLATE_NOOP("Forms", "Switch off the second factor"));
    form.text = say(QT_TRANSLATE_NOOP("Forms", "From now on the password alone signs you in. Its recovery codes stop "
                                               "working."));
    form.glyph = u"ban"_s;
    form.button = say(QT_TRANSLATE_NOOP("Forms", "Switch off"));
    form.path = u"/auth/2fa/disable"_s;
    form.done = say(QT_TRANSLATE_NOOP("Forms", "The second factor is off"));
    form.secretMember.clear();
    forms[u"factor.disable"_s] = form;
    return forms;
}

} // namespace beaver::admin
