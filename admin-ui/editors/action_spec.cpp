#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

#include <admin-ui/editors/action_spec.h>
#include <admin-ui/editors/form_spec.h>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

using Verb = ApiRequest::Verb;

QString speak(const char *text)
{
    return QCoreApplication::translate("Actions", text);
}

ActionSpec opensForm(const QString &text, const QString &glyph, const QString &form)
{
    ActionSpec spec{text, glyph};
    spec.form = form;
    return spec;
}

ActionSpec opensDetail(const QString &text, const QString &glyph, const QString &detail)
{
    ActionSpec spec{text, glyph};
    spec.detail = detail;
    return spec;
}

/// Done at once, and taken back by `undo`.
ActionSpec atOnce(const QString &text, const QString &glyph, Verb verb, const QString &path, const QByteArray &body,
                  const QString &announces, const QString &done, const QString &undo)
{
    ActionSpec spec{text, glyph};
    spec.verb = verb;
    spec.path = path;
    spec.body = body;
    spec.announces = announces;
    spec.done = done;
    spec.undo = undo;
    return spec;
}

ActionSpec asks(ActionSpec spec, const QString &question, const QString &consequence, const QString &word = {})
{
    spec.question = question;
    spec.consequence = consequence;
    spec.word = word;
    spec.dangerous = true;
    return spec;
}

/// Of what is done at once for one, and asked about for many.
ActionSpec explained(ActionSpec spec, const QString &consequence)
{
    spec.consequence = consequence;
    return spec;
}

ActionSpec together(ActionSpec spec, const QString &bulkPath)
{
    spec.bulkPath = bulkPath;
    return spec;
}

ActionSpec unused(int days, ActionSpec spec)
{
    spec.unusedDays = days;
    spec.likewise = u"key.revoke"_s;
    return spec;
}

/// Of many at once, a form first: each gets the request that it makes.
ActionSpec fillsForMany(const QString &text, const QString &glyph, const QString &form, const QString &announces,
                        const QString &likewise)
{
    ActionSpec spec = opensForm(text, glyph, form);
    spec.announces = announces;
    spec.likewise = likewise;
    return spec;
}

ActionSpec telling(ActionSpec spec, std::map<QString, QString> members)
{
    spec.members = std::move(members);
    return spec;
}

/// What can't be undone but harms nobody.
ActionSpec calmly(ActionSpec spec)
{
    spec.dangerous = false;
    return spec;
}

const std::map<QString, ActionSpec> &actions()
{
    static const std::map<QString, ActionSpec> all{
        {u"account.create"_s,
         opensForm(speak(QT_TRANSLATE_NOOP("Actions", "New account…")), u"plus"_s, u"account.create"_s)},
        {u"account.open"_s, opensDetail(speak(QT_TRANSLATE_NOOP("Actions", "Open")), u"arrowUpRight"_s, u"account"_s)},
        {u"account.edit"_s, opensForm(speak(QT_TRANSLATE_NOOP("Actions", "Edit…")), u"pencil"_s, u"account.edit"_s)},
        {u"account.topUp"_s,
         opensForm(speak(QT_TRANSLATE_NOOP("Actions", "Top up…")), u"wallet"_s, u"account.topUp"_s)},
        {u"account.adjust"_s,
         opensForm(speak(QT_TRANSLATE_NOOP("Actions", "Adjust the balance…")), u"scale"_s, u"account.adjust"_s)},
        {u"account.newKey"_s,
         opensForm(speak(QT_TRANSLATE_NOOP("Actions", "Create API key…")), u"keyRound"_s, u"account.newKey"_s)},
        {u"account.suspend"_s,
         explained(atOnce(speak(QT_TRANSLATE_NOOP("Actions", "Suspend")), u"ban"_s, Verb::Patch,
                          u"/admin/accounts/{id}"_s, R"({"status":"suspended"})", u"account"_s,
                          speak(QT_TRANSLATE_NOOP("Actions", "%1 is suspended; its calls are refused")),
                          u"account.resume"_s),
                   speak(QT_TRANSLATE_NOOP("Actions",
                                           "They can't sign in and their calls are refused until they are activated "
                                           "again. Balances and keys stay.")))},
        {u"account.resume"_s,
         explained(
             atOnce(speak(QT_TRANSLATE_NOOP("Actions", "Activate again")), u"play"_s, Verb::Patch,
                    u"/admin/accounts/{id}"_s, R"({"status":"active"})", u"account"_s,
                    speak(QT_TRANSLATE_NOOP("Actions", "%1 is active again")), u"account.suspend"_s),
             speak(QT_TRANSLATE_NOOP("Actions", "They can sign in and make calls again, with the balances and keys "
                                                "they had.")))},
        {u"account.delete"_s,
         asks(atOnce(speak(QT_TRANSLATE_NOOP("Actions", "Delete…")), u"trash2"_s, Verb::Delete,
                     u"/admin/accounts/{id}"_s, {}, u"account"_s, speak(QT_TRANSLATE_NOOP("Actions", "%1 is deleted")),
                     {}),
              speak(QT_TRANSLATE_NOOP("Actions", "Delete %1?")),
              speak(QT_TRANSLATE_NOOP("Actions",
                                      "Its keys stop working at once and what is left of its balance is lost. Name and "
                                      "email are erased; the ledger keeps its lines. This can't be undone.")),
              u"{title}"_s)},
        {u"accounts.plan"_s, fillsForMany(speak(QT_TRANSLATE_NOOP("Actions", "Change the plan…")), u"layers"_s,
                                          u"accounts.plan"_s, u"account"_s, u"account.edit"_s)},
        {u"accounts.policy"_s, fillsForMany(speak(QT_TRANSLATE_NOOP("Actions", "Set the pricing policy…")), u"tags"_s,
                                            u"accounts.policy"_s, u"account"_s, u"account.edit"_s)},
        {u"accounts.credit"_s, fillsForMany(speak(QT_TRANSLATE_NOOP("Actions", "Add credit…")), u"wallet"_s,
                                            u"accounts.credit"_s, u"money"_s, u"account.topUp"_s)},
        {u"key.create"_s, opensForm(speak(QT_TRANSLATE_NOOP("Actions", "New API key…")), u"plus"_s, u"key.create"_s)},
        {u"key.createOwn"_s,
         opensForm(speak(QT_TRANSLATE_NOOP("Actions", "New API key…")), u"plus"_s, u"key.createOwn"_s)},
        {u"key.edit"_s, opensForm(speak(QT_TRANSLATE_NOOP("Actions", "Edit…")), u"pencil"_s, u"key.edit"_s)},
        {u"key.rotate"_s, opensForm(speak(QT_TRANSLATE_NOOP("Actions", "Rotate…")), u"rotateCw"_s, u"key.rotate"_s)},
        {u"key.disable"_s,
         explained(atOnce(speak(QT_TRANSLATE_NOOP("Actions", "Switch off")), u"ban"_s, Verb::Patch, u"{keys}/{id}"_s,
                          R"({"is_active":false})", u"key"_s,
                          speak(QT_TRANSLATE_NOOP("Actions", "“%1” is off; its calls are refused")), u"key.enable"_s),
                   speak(QT_TRANSLATE_NOOP("Actions", "Their calls are refused until they are switched on again.")))},
        {u"key.enable"_s, atOnce(speak(QT_TRANSLATE_NOOP("Actions", "Switch on")), u"play"_s, Verb::Patch,
                                 u"{keys}/{id}"_s, R"({"is_active":true})", u"key"_s,
                                 speak(QT_TRANSLATE_NOOP("Actions", "“%1” works again")), u"key.disable"_s)},
        {u"key.bodies"_s, opensForm(speak(QT_TRANSLATE_NOOP("Actions", "Kept bodies…")), u"eye"_s, u"key.bodies"_s)},
        {u"key.calls"_s, {speak(QT_TRANSLATE_NOOP("Actions", "Show its calls")), u"activity"_s}},
        {u"project.calls"_s, {speak(QT_TRANSLATE_NOOP("Actions", "Show its calls")), u"activity"_s}},
        {u"key.signing"_s,
         opensForm(speak(QT_TRANSLATE_NOOP("Actions", "New signing secret…")), u"shieldCheck"_s, u"key.signing"_s)},
        {u"project.open"_s, opensDetail(speak(QT_TRANSLATE_NOOP("Actions", "Open")), u"arrowUpRight"_s, u"project"_s)},
        {u"project.create"_s,
         opensForm(speak(QT_TRANSLATE_NOOP("Actions", "New project…")), u"plus"_s, u"project.create"_s)},
        {u"project.edit"_s, opensForm(speak(QT_TRANSLATE_NOOP("Actions", "Rename…")), u"pencil"_s, u"project.edit"_s)},
        {u"project.newKey"_s,
         opensForm(speak(QT_TRANSLATE_NOOP("Actions", "Create API key…")), u"keyRound"_s, u"project.newKey"_s)},
        {u"project.newOwnKey"_s,
         opensForm(speak(QT_TRANSLATE_NOOP("Actions", "Create API key…")), u"keyRound"_s, u"project.newOwnKey"_s)},
        {u"project.archive"_s,
         asks(atOnce(speak(QT_TRANSLATE_NOOP("Actions", "Archive…")), u"inbox"_s, Verb::Patch, u"{projects}/{id}"_s,
                     R"({"status":"archived"})", u"project"_s, speak(QT_TRANSLATE_NOOP("Actions", "%1 is archived")),
                     {}),
              speak(QT_TRANSLATE_NOOP("Actions", "Archive the project %1?")),
              speak(QT_TRANSLATE_NOOP("Actions", "Its API keys are revoked at once and never work again. What they "
                                                 "used stays in reports and on invoices.")),
              u"{title}"_s)},
        {u"project.activate"_s,
         atOnce(speak(QT_TRANSLATE_NOOP("Actions", "Activate again")), u"play"_s, Verb::Patch, u"{projects}/{id}"_s,
                R"({"status":"active"})", u"project"_s,
                speak(QT_TRANSLATE_NOOP("Actions", "%1 is active again; it needs new API keys")), {})},
        {u"project.delete"_s,
         asks(atOnce(speak(QT_TRANSLATE_NOOP("Actions", "Delete…")), u"trash2"_s, Verb::Delete, u"{projects}/{id}"_s,
                     {}, u"project"_s, speak(QT_TRANSLATE_NOOP("Actions", "%1 is deleted")), {}),
              speak(QT_TRANSLATE_NOOP("Actions", "Delete the project %1?")),
              speak(QT_TRANSLATE_NOOP("Actions",
                                      "Its API keys are revoked at once, its provider keys erased, and its members no "
                                      "longer see it. What it used stays in reports and on invoices. This can't be "
                                      "undone.")),
              u"{title}"_s)},
        {u"member.add"_s, opensForm(speak(QT_TRANSLATE_NOOP("Actions", "Add a member…")), u"plus"_s, u"member.add"_s)},
        {u"member.role"_s,
         opensForm(speak(QT_TRANSLATE_NOOP("Actions", "Change the role…")), u"userCheck"_s, u"member.role"_s)},
        {u"member.remove"_s,
         asks(atOnce(speak(QT_TRANSLATE_NOOP("Actions", "Remove…")), u"userX"_s, Verb::Delete,
                     u"{projects}/{project_id}/members/{id}"_s, {}, u"member"_s,
                     speak(QT_TRANSLATE_NOOP("Actions", "%1 no longer takes part")), {}),
              speak(QT_TRANSLATE_NOOP("Actions", "Remove %1 from the project?")),
              speak(QT_TRANSLATE_NOOP("Actions",
                                      "They no longer see the project. API keys that they made go on working: "
                                      "revoke those that shouldn't.")))},
        {u"member.leave"_s,
         asks(atOnce(speak(QT_TRANSLATE_NOOP("Actions", "Leave the project…")), u"logOut"_s, Verb::Delete,
                     u"{projects}/{project_id}/members/{id}"_s, {}, u"project"_s,
                     speak(QT_TRANSLATE_NOOP("Actions", "You no longer take part")), {}),
              speak(QT_TRANSLATE_NOOP("Actions", "Leave this project?")),
              speak(QT_TRANSLATE_NOOP("Actions",
                                      "You no longer see it. API keys that you made there go on working. Only "
                                      "its owners can add you again.")))},
        {u"credential.bring"_s,
         opensForm(speak(QT_TRANSLATE_NOOP("Actions", "Add a provider key…")), u"plus"_s, u"credential.bring"_s)},
        {u"credential.replace"_s,
         opensForm(speak(QT_TRANSLATE_NOOP("Actions", "Replace…")), u"rotateCw"_s, u"credential.replace"_s)},
        {u"credential.remove"_s,
         asks(atOnce(speak(QT_TRANSLATE_NOOP("Actions", "Remove…")), u"trash2"_s, Verb::Delete,
                     u"{projects}/{project_id}/credentials/{id}"_s, {}, u"credential"_s,
                     speak(QT_TRANSLATE_NOOP("Actions", "The project's key for %1 is erased")), {}),
              speak(QT_TRANSLATE_NOOP("Actions", "Remove the project's key for %1?")),
              speak(QT_TRANSLATE_NOOP("Actions", "Calls to its models use the gateway's own from the next one on, and "
                                                 "are charged to the balance.")))},
        {u"project.limits"_s,
         opensForm(speak(QT_TRANSLATE_NOOP("Actions", "Limits and budgets…")), u"gauge"_s, u"project.limits"_s)},
        {u"account.billing"_s,
         opensForm(speak(QT_TRANSLATE_NOOP("Actions", "Billing details…")), u"receipt"_s, u"account.billing"_s)},
        {u"billing.own"_s,
         opensForm(speak(QT_TRANSLATE_NOOP("Actions", "Billing details…")), u"receipt"_s, u"billing.own"_s)},
        {u"statement.save"_s, {speak(QT_TRANSLATE_NOOP("Actions", "Save as CSV")), u"fileDown"_s}},
        {u"plan.makeDefault"_s,
         calmly(asks(atOnce(speak(QT_TRANSLATE_NOOP("Actions", "Begin new accounts on it…")), u"userCheck"_s,
                            Verb::Patch, u"/admin/plans/{id}"_s, R"({"position":0})", u"plan"_s,
                            speak(QT_TRANSLATE_NOOP("Actions", "New accounts begin on %1")), {}),
                     speak(QT_TRANSLATE_NOOP("Actions", "Begin new accounts on %1?")),
                     speak(QT_TRANSLATE_NOOP("Actions", "It becomes the first plan. Accounts that are there keep "
                                                        "theirs."))))},
        {u"key.revoke"_s,
         together(
             asks(atOnce(speak(QT_TRANSLATE_NOOP("Actions", "Revoke…")), u"trash2"_s, Verb::Delete, u"{keys}/{id}"_s,
                         {}, u"key"_s, speak(QT_TRANSLATE_NOOP("Actions", "“%1” is revoked")), {}),
                  speak(QT_TRANSLATE_NOOP("Actions", "Revoke “%1”?")),
                  speak(QT_TRANSLATE_NOOP(
                      "Actions",
                      "Programs that use this key are refused from now on. A revoked key never works again.")),
                  u"revoke"_s),
             u"/admin/api-keys/revoke"_s)},
        {u"key.revokeUnused"_s,
         unused(90, together(asks(atOnce(speak(QT_TRANSLATE_NOOP("Actions", "Revoke…")), u"timer"_s, Verb::Delete,
                                         u"{keys}/{id}"_s, {}, u"key"_s,
                                         speak(QT_TRANSLATE_NOOP("Actions", "“%1” is revoked")), {}),
                                  speak(QT_TRANSLATE_NOOP("Actions", "Revoke %1 unused for 90 days?")),
                                  speak(QT_TRANSLATE_NOOP(
                                      "Actions", "Nobody called with them for 90 days, and they are older than that. "
                                                 "A revoked key never works again."))),
                             u"/admin/api-keys/revoke"_s))},
        {u"account.revokeKeys"_s, opensForm(speak(QT_TRANSLATE_NOOP("Actions", "Revoke all its keys…")), u"keyRound"_s,
                                            u"account.revokeKeys"_s)},
        {u"profile.edit"_s, opensForm(speak(QT_TRANSLATE_NOOP("Actions", "Edit…")), u"pencil"_s, u"profile.edit"_s)},
        {u"alerts.own"_s, opensForm(speak(QT_TRANSLATE_NOOP("Actions", "Alerts…")), u"bell"_s, u"alerts.own"_s)},
        {u"password.change"_s,
         opensForm(speak(QT_TRANSLATE_NOOP("Actions", "Change the password…")), u"lock"_s, u"password.change"_s)},
        {u"factor.enable"_s,
         opensForm(speak(QT_TRANSLATE_NOOP("Actions", "Set up…")), u"shieldCheck"_s, u"factor.enable"_s)},
        {u"factor.codes"_s,
         opensForm(speak(QT_TRANSLATE_NOOP("Actions", "New recovery codes…")), u"rotateCw"_s, u"factor.codes"_s)},
        {u"factor.disable"_s,
         opensForm(speak(QT_TRANSLATE_NOOP("Actions", "Switch off…")), u"ban"_s, u"factor.disable"_s)},
        {u"session.revoke"_s,
         atOnce(speak(QT_TRANSLATE_NOOP("Actions", "Sign it out")), u"logOut"_s, Verb::Delete, u"/auth/sessions/{id}"_s,
                {}, u"session"_s, speak(QT_TRANSLATE_NOOP("Actions", "Signed out")), {})},
        {u"session.endAll"_s,
         asks(atOnce(speak(QT_TRANSLATE_NOOP("Actions", "Sign out everywhere…")), u"logOut"_s, Verb::Post,
                     u"/auth/logout/all"_s, "{}", {}, {}, {}),
              speak(QT_TRANSLATE_NOOP("Actions", "Sign out everywhere?")),
              speak(QT_TRANSLATE_NOOP("Actions",
                                      "All your sessions end at once, this one too: consoles and browsers ask "
                                      "for your password again. API keys go on working.")))},
        {u"session.end"_s, atOnce(speak(QT_TRANSLATE_NOOP("Actions", "End this session")), u"logOut"_s, Verb::Delete,
                                  u"/admin/accounts/{account_id}/sessions/{id}"_s, {}, u"session"_s,
                                  speak(QT_TRANSLATE_NOOP("Actions", "The session has ended")), {})},
        {u"webhook.create"_s,
         opensForm(speak(QT_TRANSLATE_NOOP("Actions", "New webhook…")), u"plus"_s, u"webhook.create"_s)},
        {u"webhook.edit"_s, opensForm(speak(QT_TRANSLATE_NOOP("Actions", "Edit…")), u"pencil"_s, u"webhook.edit"_s)},
        {u"webhook.rotate"_s,
         opensForm(speak(QT_TRANSLATE_NOOP("Actions", "New secret…")), u"rotateCw"_s, u"webhook.rotate"_s)},
        {u"webhook.test"_s,
         atOnce(speak(QT_TRANSLATE_NOOP("Actions", "Send a test event")), u"send"_s, Verb::Post, u"{hooks}/{id}/test"_s,
                "{}", u"webhook"_s, speak(QT_TRANSLATE_NOOP("Actions", "A test event goes to %1")), {})},
        {u"webhook.pause"_s, atOnce(speak(QT_TRANSLATE_NOOP("Actions", "Pause")), u"pause"_s, Verb::Patch,
                                    u"{hooks}/{id}"_s, R"({"status":"paused"})", u"webhook"_s,
                                    speak(QT_TRANSLATE_NOOP("Actions", "%1 is told nothing")), u"webhook.resume"_s)},
        {u"webhook.resume"_s,
         atOnce(speak(QT_TRANSLATE_NOOP("Actions", "Resume")), u"play"_s, Verb::Patch, u"{hooks}/{id}"_s,
                R"({"status":"active"})", u"webhook"_s, speak(QT_TRANSLATE_NOOP("Actions", "%1 is told events again")),
                u"webhook.pause"_s)},
        {u"webhook.delete"_s,
         asks(atOnce(speak(QT_TRANSLATE_NOOP("Actions", "Delete…")), u"trash2"_s, Verb::Delete, u"{hooks}/{id}"_s, {},
                     u"webhook"_s, speak(QT_TRANSLATE_NOOP("Actions", "%1 is deleted")), {}),
              speak(QT_TRANSLATE_NOOP("Actions", "Delete the webhook %1?")),
              speak(QT_TRANSLATE_NOOP("Actions",
                                      "It is told nothing more, and its secret and deliveries are forgotten.")))},
        {u"delivery.again"_s, atOnce(speak(QT_TRANSLATE_NOOP("Actions", "Send again")), u"send"_s, Verb::Post,
                                     u"{hooks}/{webhook_id}/deliveries/{id}/send-again"_s, "{}", u"webhook"_s,
                                     speak(QT_TRANSLATE_NOOP("Actions", "%1 is sent again")), {})},
        {u"invitation.create"_s,
         opensForm(speak(QT_TRANSLATE_NOOP("Actions", "Invite somebody…")), u"plus"_s, u"invitation.create"_s)},
        {u"invitation.withdraw"_s,
         asks(atOnce(speak(QT_TRANSLATE_NOOP("Actions", "Withdraw…")), u"ban"_s, Verb::Delete,
                     u"/admin/invitations/{id}"_s, {}, u"invitation"_s,
                     speak(QT_TRANSLATE_NOOP("Actions", "The invitation is withdrawn")), {}),
              speak(QT_TRANSLATE_NOOP("Actions", "Withdraw this invitation?")),
              speak(QT_TRANSLATE_NOOP("Actions", "Nobody can register with its token any more.")))},
        {u"mail.test"_s,
         opensForm(speak(QT_TRANSLATE_NOOP("Actions", "Send a test mail…")), u"send"_s, u"mail.test"_s)},
        {u"cache.clear"_s,
         asks(atOnce(speak(QT_TRANSLATE_NOOP("Actions", "Forget these answers…")), u"trash2"_s, Verb::Delete,
                     u"/admin/cache?account_id={account_id}&model={model}"_s, {}, u"cache"_s,
                     speak(QT_TRANSLATE_NOOP("Actions", "The kept answers of %1 are forgotten")), {}),
              speak(QT_TRANSLATE_NOOP("Actions", "Forget what is kept of %1 for this account?")),
              speak(QT_TRANSLATE_NOOP("Actions", "The next calls that ask for them go to the provider, and cost.")))},
        {u"cache.clearAll"_s,
         asks(atOnce(speak(QT_TRANSLATE_NOOP("Actions", "Forget all kept answers…")), u"trash2"_s, Verb::Delete,
                     u"/admin/cache"_s, {}, u"cache"_s,
                     speak(QT_TRANSLATE_NOOP("Actions", "All kept answers are forgotten")), {}),
              speak(QT_TRANSLATE_NOOP("Actions", "Forget all kept answers?")),
              speak(QT_TRANSLATE_NOOP("Actions", "The next calls that ask for them go to the provider, and cost.")))},
        {u"endpoint.create"_s,
         opensForm(speak(QT_TRANSLATE_NOOP("Actions", "Add endpoint…")), u"plus"_s, u"endpoint.create"_s)},
        {u"endpoint.open"_s, opensDetail(speak(QT_TRANSLATE_NOOP("Actions", "Details")), u"info"_s, u"endpoint"_s)},
        {u"endpoint.edit"_s, opensForm(speak(QT_TRANSLATE_NOOP("Actions", "Edit…")), u"pencil"_s, u"endpoint.edit"_s)},
        {u"endpoint.check"_s, atOnce(speak(QT_TRANSLATE_NOOP("Actions", "Check now")), u"heartPulse"_s, Verb::Post,
                                     u"/admin/endpoints/{id}/check"_s, "{}", u"endpoint"_s,
                                     speak(QT_TRANSLATE_NOOP("Actions", "%1 was checked")), {})},
        {u"endpoint.pause"_s,
         atOnce(speak(QT_TRANSLATE_NOOP("Actions", "Pause")), u"pause"_s, Verb::Post, u"/admin/endpoints/{id}/pause"_s,
                "{}", u"endpoint"_s, speak(QT_TRANSLATE_NOOP("Actions", "%1 is paused; calls go elsewhere")),
                u"endpoint.resume"_s)},
        {u"endpoint.resume"_s,
         atOnce(speak(QT_TRANSLATE_NOOP("Actions", "Resume")), u"play"_s, Verb::Post, u"/admin/endpoints/{id}/resume"_s,
                "{}", u"endpoint"_s, speak(QT_TRANSLATE_NOOP("Actions", "%1 takes calls again")), u"endpoint.pause"_s)},
        {u"endpoint.drain"_s,
         atOnce(speak(QT_TRANSLATE_NOOP("Actions", "Drain")), u"droplets"_s, Verb::Post,
                u"/admin/endpoints/{id}/drain"_s, "{}", u"endpoint"_s,
                speak(QT_TRANSLATE_NOOP("Actions", "%1 ends its calls and takes no new ones")), u"endpoint.resume"_s)},
        {u"endpoint.delete"_s,
         asks(atOnce(speak(QT_TRANSLATE_NOOP("Actions", "Delete…")), u"trash2"_s, Verb::Delete,
                     u"/admin/endpoints/{id}"_s, {}, u"endpoint"_s,
                     speak(QT_TRANSLATE_NOOP("Actions", "%1 is deleted")), {}),
              speak(QT_TRANSLATE_NOOP("Actions", "Delete %1?")),
              speak(QT_TRANSLATE_NOOP(
                  "Actions", "Its credential is erased. Models that only it serves can't be called any more.")),
              u"{title}"_s)},
        {u"model.create"_s, opensForm(speak(QT_TRANSLATE_NOOP("Actions", "Add model…")), u"plus"_s, u"model.create"_s)},
        {u"model.price"_s,
         opensForm(speak(QT_TRANSLATE_NOOP("Actions", "Set the list price…")), u"tags"_s, u"model.price"_s)},
        {u"model.restorePrice"_s, opensForm(speak(QT_TRANSLATE_NOOP("Actions", "Restore this price…")), u"rotateCcw"_s,
                                            u"model.restorePrice"_s)},
        {u"model.edit"_s, opensForm(speak(QT_TRANSLATE_NOOP("Actions", "Edit…")), u"pencil"_s, u"model.edit"_s)},
        {u"model.history"_s, opensDetail(speak(QT_TRANSLATE_NOOP("Actions", "Price history")), u"info"_s, u"model"_s)},
        {u"model.import"_s,
         opensForm(speak(QT_TRANSLATE_NOOP("Actions", "Import prices…")), u"upload"_s, u"model.import"_s)},
        {u"price.withdraw"_s,
         asks(atOnce(speak(QT_TRANSLATE_NOOP("Actions", "Withdraw…")), u"ban"_s, Verb::Delete,
                     u"/admin/models/{id}/prices?version={version}"_s, {}, u"model"_s,
                     speak(QT_TRANSLATE_NOOP("Actions", "The scheduled price of %1 is withdrawn")), {}),
              speak(QT_TRANSLATE_NOOP("Actions", "Withdraw the scheduled price of %1?")),
              speak(QT_TRANSLATE_NOOP("Actions", "It won't come into force; the price before it goes on.")))},
        {u"model.correct"_s,
         opensForm(speak(QT_TRANSLATE_NOOP("Actions", "Correct a past price…")), u"history"_s, u"model.correct"_s)},
        {u"correction.create"_s,
         opensForm(speak(QT_TRANSLATE_NOOP("Actions", "Correct a past price…")), u"history"_s, u"correction.create"_s)},
        {u"correction.open"_s, opensDetail(speak(QT_TRANSLATE_NOOP("Actions", "Details")), u"info"_s, u"correction"_s)},
        {u"model.deactivate"_s,
         atOnce(speak(QT_TRANSLATE_NOOP("Actions", "Switch off")), u"ban"_s, Verb::Patch, u"/admin/models/{id}"_s,
                R"({"is_active":false})", u"model"_s,
                speak(QT_TRANSLATE_NOOP("Actions", "%1 can't be called any more")), u"model.activate"_s)},
        {u"model.activate"_s, atOnce(speak(QT_TRANSLATE_NOOP("Actions", "Switch on")), u"play"_s, Verb::Patch,
                                     u"/admin/models/{id}"_s, R"({"is_active":true})", u"model"_s,
                                     speak(QT_TRANSLATE_NOOP("Actions", "%1 can be called")), u"model.deactivate"_s)},
        {u"alias.create"_s, opensForm(speak(QT_TRANSLATE_NOOP("Actions", "Add alias…")), u"plus"_s, u"alias.create"_s)},
        {u"alias.edit"_s, opensForm(speak(QT_TRANSLATE_NOOP("Actions", "Let it stand for another model…")), u"pencil"_s,
                                    u"alias.edit"_s)},
        {u"alias.delete"_s,
         asks(atOnce(speak(QT_TRANSLATE_NOOP("Actions", "Delete…")), u"trash2"_s, Verb::Delete,
                     u"/admin/model-aliases/{id}"_s, {}, u"alias"_s,
                     speak(QT_TRANSLATE_NOOP("Actions", "%1 is deleted")), {}),
              speak(QT_TRANSLATE_NOOP("Actions", "Delete the alias %1?")),
              speak(QT_TRANSLATE_NOOP("Actions", "Calls that name it are refused from now on. The model stays.")))},
        {u"category.edit"_s,
         opensForm(speak(QT_TRANSLATE_NOOP("Actions", "Change the markup…")), u"percent"_s, u"category.edit"_s)},
        {u"category.cut"_s, opensForm(speak(QT_TRANSLATE_NOOP("Actions", "Move its upper cut…")),
                                      u"slidersHorizontal"_s, u"category.cut"_s)},
        {u"pricing.policy"_s,
         opensForm(speak(QT_TRANSLATE_NOOP("Actions", "Pricing policy…")), u"scale"_s, u"pricing.policy"_s)},
        {u"plan.create"_s, opensForm(speak(QT_TRANSLATE_NOOP("Actions", "New plan…")), u"plus"_s, u"plan.create"_s)},
        {u"plan.edit"_s, opensForm(speak(QT_TRANSLATE_NOOP("Actions", "Edit…")), u"pencil"_s, u"plan.edit"_s)},
        {u"plan.delete"_s,
         asks(atOnce(speak(QT_TRANSLATE_NOOP("Actions", "Delete…")), u"trash2"_s, Verb::Delete, u"/admin/plans/{id}"_s,
                     {}, u"plan"_s, speak(QT_TRANSLATE_NOOP("Actions", "%1 is deleted")), {}),
              speak(QT_TRANSLATE_NOOP("Actions", "Delete the plan %1?")),
              speak(QT_TRANSLATE_NOOP("Actions", "Its limits are gone. A plan that accounts are on isn't deleted: move "
                                                 "them to another first.")))},
        {u"account.limits"_s,
         opensForm(speak(QT_TRANSLATE_NOOP("Actions", "Limits and budgets…")), u"gauge"_s, u"account.limits"_s)},
        {u"key.limits"_s,
         opensForm(speak(QT_TRANSLATE_NOOP("Actions", "Limits and budgets…")), u"gauge"_s, u"key.limits"_s)},
        {u"voucher.create"_s,
         opensForm(speak(QT_TRANSLATE_NOOP("Actions", "New voucher…")), u"plus"_s, u"voucher.create"_s)},
        {u"voucher.redeem"_s,
         opensForm(speak(QT_TRANSLATE_NOOP("Actions", "Redeem a voucher…")), u"ticket"_s, u"voucher.redeem"_s)},
        {u"voucher.delete"_s,
         asks(atOnce(speak(QT_TRANSLATE_NOOP("Actions", "Delete…")), u"trash2"_s, Verb::Delete,
                     u"/admin/vouchers/{id}"_s, {}, u"voucher"_s,
                     speak(QT_TRANSLATE_NOOP("Actions", "The voucher is deleted")), {}),
              speak(QT_TRANSLATE_NOOP("Actions", "Delete this voucher?")),
              speak(QT_TRANSLATE_NOOP("Actions", "Nobody redeems it any more. What was redeemed stays.")))},
        {u"transaction.refundCall"_s,
         opensForm(speak(QT_TRANSLATE_NOOP("Actions", "Refund the call…")), u"undo2"_s, u"transaction.refundCall"_s)},
        {u"transaction.refundPayment"_s, opensForm(speak(QT_TRANSLATE_NOOP("Actions", "Refund the payment…")),
                                                   u"undo2"_s, u"transaction.refundPayment"_s)},
        {u"invoice.create"_s,
         opensForm(speak(QT_TRANSLATE_NOOP("Actions", "Make an invoice…")), u"fileText"_s, u"invoice.create"_s)},
        {u"account.invoice"_s,
         opensForm(speak(QT_TRANSLATE_NOOP("Actions", "Make an invoice…")), u"fileText"_s, u"account.invoice"_s)},
        {u"refund.open"_s, opensDetail(speak(QT_TRANSLATE_NOOP("Actions", "Details")), u"info"_s, u"refund"_s)},
        {u"refund.call"_s, {speak(QT_TRANSLATE_NOOP("Actions", "Open the call")), u"arrowUpRight"_s}},
        {u"invoice.paid"_s,
         calmly(
             asks(atOnce(speak(QT_TRANSLATE_NOOP("Actions", "Mark as paid…")), u"check"_s, Verb::Post,
                         u"/admin/invoices/{id}/paid"_s, "{}", u"money"_s,
                         speak(QT_TRANSLATE_NOOP("Actions", "%1 is paid")), {}),
                  speak(QT_TRANSLATE_NOOP("Actions", "Is %1 paid?")),
                  speak(QT_TRANSLATE_NOOP("Actions", "What was due on it has been received. This can't be undone."))))},
        {u"invoice.void"_s, opensForm(speak(QT_TRANSLATE_NOOP("Actions", "Make void…")), u"ban"_s, u"invoice.void"_s)},
        {u"account.signOut"_s,
         asks(atOnce(speak(QT_TRANSLATE_NOOP("Actions", "Sign out everywhere…")), u"logOut"_s, Verb::Delete,
                     u"/admin/accounts/{id}/sessions"_s, {}, u"account"_s,
                     speak(QT_TRANSLATE_NOOP("Actions", "%1 is signed out everywhere")), {}),
              speak(QT_TRANSLATE_NOOP("Actions", "Sign %1 out everywhere?")),
              speak(QT_TRANSLATE_NOOP("Actions", "All its sessions end at once; its API keys go on working.")))},
        {u"address.prove"_s,
         opensForm(speak(QT_TRANSLATE_NOOP("Actions", "Confirm your address…")), u"mail"_s, u"address.prove"_s)},
        {u"address.resend"_s, telling(atOnce(speak(QT_TRANSLATE_NOOP("Actions", "Send the mail again")), u"send"_s,
                                             Verb::Post, u"/auth/email/resend"_s, {}, {},
                                             speak(QT_TRANSLATE_NOOP("Actions", "A mail is on its way to %1")), {}),
                                      {{u"email"_s, u"{email}"_s}})},
        {u"call.open"_s, opensDetail(speak(QT_TRANSLATE_NOOP("Actions", "Open")), u"arrowUpRight"_s, u"call"_s)},
        {u"call.account"_s, {speak(QT_TRANSLATE_NOOP("Actions", "Go to its account")), u"user"_s}},
        {u"call.compare"_s, {speak(QT_TRANSLATE_NOOP("Actions", "Compare")), u"columns2"_s}},
        {u"call.playground"_s, {speak(QT_TRANSLATE_NOOP("Actions", "Open in the playground")), u"messageSquare"_s}},
        {u"call.link"_s, {speak(QT_TRANSLATE_NOOP("Actions", "Copy the link")), u"externalLink"_s}},
        {u"audit.open"_s, opensDetail(speak(QT_TRANSLATE_NOOP("Actions", "Show what changed")), u"info"_s, u"audit"_s)},
        {u"invoice.open"_s, opensDetail(speak(QT_TRANSLATE_NOOP("Actions", "Open")), u"arrowUpRight"_s, u"invoice"_s)},
        {u"invoice.save"_s, {speak(QT_TRANSLATE_NOOP("Actions", "Save as PDF")), u"fileDown"_s}},
        {u"copy.id"_s, {speak(QT_TRANSLATE_NOOP("Actions", "Copy the ID")), u"copy"_s}},
        {u"copy.json"_s, {speak(QT_TRANSLATE_NOOP("Actions", "Copy as JSON")), u"code"_s}}};
    return all;
}

} // namespace

const ActionSpec *actionSpec(const QString &id)
{
    const auto found = actions().find(id);
    return found == actions().end() ? nullptr : &found->second;
}

QByteArray ActionSpec::bodyFor(const QVariantMap &record) const
{
    if (members.empty())
        return body;
    QJsonObject json;
    for (const auto &[member, value] : members)
        json[member] = filledIn(value, record);
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

QString thingsText(qsizetype count)
{
    return QCoreApplication::translate("Actions", "%n thing(s)", nullptr, static_cast<int>(count));
}

} // namespace beaver::admin
