#include <QCoreApplication>
#include <QRegularExpression>
#include <QUrl>

#include <admin-ui/editors/form_spec.h>
#include <admin-ui/models/cell.h>

#include <map>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

using Verb = ApiRequest::Verb;

QString say(const char *text)
{
    return QCoreApplication::translate("Forms", text);
}

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

std::map<QString, FormSpec> customerForms()
{
    std::map<QString, FormSpec> forms;
    FormSpec form;
    form.title = say(QT_TRANSLATE_NOOP("Forms", "New account"));
    form.text = say(QT_TRANSLATE_NOOP("Forms", "A customer with a balance of their own. They get API keys next."));
    form.glyph = u"users"_s;
    form.button = say(QT_TRANSLATE_NOOP("Forms", "Create account"));
    form.path = u"/admin/accounts"_s;
    form.announces = u"account"_s;
    form.done = say(QT_TRANSLATE_NOOP("Forms", "Account created"));
    form.fields = {
        {u"email"_s, say(QT_TRANSLATE_NOOP("Forms", "Email")), u"email"_s, {}, u"ops@customer.example"_s, {}, false},
        {u"full_name"_s,
         say(QT_TRANSLATE_NOOP("Forms", "Name")),
         u"text"_s,
         {},
         say(QT_TRANSLATE_NOOP("Forms", "Company or person"))},
        {u"initial_balance"_s, say(QT_TRANSLATE_NOOP("Forms", "Initial balance")), u"money"_s,
         say(QT_TRANSLATE_NOOP("Forms", "Booked as a top-up")), u"0.00"_s, u"USD"_s}};
    forms[u"account.create"_s] = form;

    form = {};
    form.title = say(QT_TRANSLATE_NOOP("Forms", "Edit account"));
    form.text = u"{title}"_s;
    form.glyph = u"pencil"_s;
    form.button = say(QT_TRANSLATE_NOOP("Forms", "Save"));
    form.verb = Verb::Patch;
    form.path = u"/admin/accounts/{id}"_s;
    form.announces = u"account"_s;
    form.done = say(QT_TRANSLATE_NOOP("Forms", "Account saved"));
    form.onlyChanges = true;
    form.fields = {
        {u"full_name"_s, say(QT_TRANSLATE_NOOP("Forms", "Name")), u"text"_s, {}, {}, {}, true, u"{full_name}"_s},
        {u"plan"_s,
         say(QT_TRANSLATE_NOOP("Forms", "Plan")),
         u"choice"_s,
         say(QT_TRANSLATE_NOOP("Forms", "Its limits hold from the next call on")),
         {},
         {},
         false,
         u"{plan}"_s,
         {},
         u"/admin/plans"_s},
        {u"role"_s,
         say(QT_TRANSLATE_NOOP("Forms", "Role on the gateway")),
         u"choice"_s,
         say(QT_TRANSLATE_NOOP("Forms", "What this person may do in this console")),
         {},
         {},
         true,
         u"{role}"_s,
         {{{}, say(QT_TRANSLATE_NOOP("Forms", "None: their own account only"))},
          {u"viewer"_s, say(QT_TRANSLATE_NOOP("Forms", "Viewer"))},
          {u"billing"_s, say(QT_TRANSLATE_NOOP("Forms", "Billing"))},
          {u"admin"_s, say(QT_TRANSLATE_NOOP("Forms", "Administrator"))},
          {u"owner"_s, say(QT_TRANSLATE_NOOP("Forms", "Owner"))}}},
        {u"pricing_policy"_s,
         say(QT_TRANSLATE_NOOP("Forms", "Pricing policy")),
         u"choice"_s,
         {},
         {},
         {},
         true,
         u"{pricing_policy}"_s,
         {{{}, say(QT_TRANSLATE_NOOP("Forms", "As the gateway"))},
          {u"category_markup"_s, say(QT_TRANSLATE_NOOP("Forms", "Markup by category"))},
          {u"pass_through"_s, say(QT_TRANSLATE_NOOP("Forms", "Pass-through"))},
          {u"flat_per_token"_s, say(QT_TRANSLATE_NOOP("Forms", "Flat per token"))}}}};
    forms[u"account.edit"_s] = form;

    form = {};
    form.title = say(QT_TRANSLATE_NOOP("Forms", "Top up"));
    form.text = u"{title}"_s;
    form.glyph = u"wallet"_s;
    form.button = say(QT_TRANSLATE_NOOP("Forms", "Top up"));
    form.path = u"/admin/top-up"_s;
    form.fixed = {{u"account_id"_s, u"{id}"_s}};
    form.announces = u"money"_s;
    form.done = say(QT_TRANSLATE_NOOP("Forms", "Topped up"));
    form.movesMoney = true;
    form.fields = {
        {u"amount"_s, say(QT_TRANSLATE_NOOP("Forms", "Amount")), u"money"_s, {}, u"25.00"_s, u"USD"_s, false},
        {u"description"_s, say(QT_TRANSLATE_NOOP("Forms", "Description")), u"text"_s,
         say(QT_TRANSLATE_NOOP("Forms", "The customer reads it on the statement"))}};
    forms[u"account.topUp"_s] = form;
    form.title = say(QT_TRANSLATE_NOOP("Forms", "Adjust the balance"));
    form.glyph = u"scale"_s;
    form.button = say(QT_TRANSLATE_NOOP("Forms", "Book the adjustment"));
    form.path = u"/admin/adjustments"_s;
    form.done = say(QT_TRANSLATE_NOOP("Forms", "Adjustment booked"));
    form.fields = {{u"amount"_s, say(QT_TRANSLATE_NOOP("Forms", "Amount")), u"signedMoney"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "With a minus it takes money away")), u"-5.00"_s, u"USD"_s, false},
                   {u"description"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "Reason")),
                    u"text"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "Stands in the ledger for good")),
                    {},
                    {},
                    false}};
    forms[u"account.adjust"_s] = form;

    form = {};
    form.title = say(QT_TRANSLATE_NOOP("Forms", "Refund the call"));
    form.text = say(QT_TRANSLATE_NOOP("Forms", "Back to the account's balance, at most what was charged for it."));
    form.glyph = u"undo2"_s;
    form.button = say(QT_TRANSLATE_NOOP("Forms", "Refund"));
    form.path = u"/admin/refunds"_s;
    form.fixed = {{u"account_id"_s, u"{account_id}"_s}, {u"reference"_s, u"{reference}"_s}};
    form.announces = u"money"_s;
    form.done = say(QT_TRANSLATE_NOOP("Forms", "Refund booked"));
    form.movesMoney = true;
    form.fields = {{u"amount"_s, say(QT_TRANSLATE_NOOP("Forms", "Amount")), u"money"_s, {}, u"0.05"_s, u"USD"_s, false},
                   {u"reason"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "Reason")),
                    u"text"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "Stands in the ledger for good")),
                    {},
                    {},
                    false}};
    forms[u"transaction.refundCall"_s] = form;
    form.title = say(QT_TRANSLATE_NOOP("Forms", "Refund the payment"));
    form.text = say(QT_TRANSLATE_NOOP("Forms", "Out of the account's balance, at most what was paid and is left."));
    form.fixed = {{u"account_id"_s, u"{account_id}"_s}, {u"reference"_s, u"{id}"_s}};
    forms[u"transaction.refundPayment"_s] = form;

    form = {};
    form.title = say(QT_TRANSLATE_NOOP("Forms", "Make the invoice void"));
    form.text = say(QT_TRANSLATE_NOOP("Forms", "{title} keeps its number, and another may be made for the month."));
    form.glyph = u"ban"_s;
    form.button = say(QT_TRANSLATE_NOOP("Forms", "Make void"));
    form.path = u"/admin/invoices/{id}/void"_s;
    form.announces = u"money"_s;
    form.done = say(QT_TRANSLATE_NOOP("Forms", "The invoice is void"));
    form.fields = {{u"reason"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "Reason")),
                    u"text"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "Stands in the audit log")),
                    {},
                    {},
                    false}};
    forms[u"invoice.void"_s] = form;

    form = {};
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
    form.title = say(QT_TRANSLATE_NOOP("Forms", "New voucher"));
    form.text = say(QT_TRANSLATE_NOOP("Forms", "A code that becomes balance when an account redeems it."));
    form.glyph = u"ticket"_s;
    form.button = say(QT_TRANSLATE_NOOP("Forms", "Create voucher"));
    form.path = u"/admin/vouchers"_s;
    form.announces = u"voucher"_s;
    form.done = say(QT_TRANSLATE_NOOP("Forms", "Voucher created"));
    form.movesMoney = true;
    form.secretMember = u"code"_s;
    form.fields = {
        {u"amount"_s, say(QT_TRANSLATE_NOOP("Forms", "Amount")), u"money"_s, {}, u"25.00"_s, u"USD"_s, false},
        {u"max_uses"_s,
         say(QT_TRANSLATE_NOOP("Forms", "May be redeemed")),
         u"number"_s,
         {},
         u"1"_s,
         say(QT_TRANSLATE_NOOP("Forms", "times")),
         true,
         u"1"_s},
        {u"note"_s, say(QT_TRANSLATE_NOOP("Forms", "Note")), u"text"_s,
         say(QT_TRANSLATE_NOOP("Forms", "For you; nobody else reads it"))}};
    forms[u"voucher.create"_s] = form;

    form = {};
    form.title = say(QT_TRANSLATE_NOOP("Forms", "Redeem a voucher"));
    form.glyph = u"ticket"_s;
    form.button = say(QT_TRANSLATE_NOOP("Forms", "Redeem"));
    form.path = u"/account/vouchers/redeem"_s;
    form.announces = u"money"_s;
    form.done = say(QT_TRANSLATE_NOOP("Forms", "Voucher redeemed"));
    form.movesMoney = true;
    form.fields = {{u"code"_s, say(QT_TRANSLATE_NOOP("Forms", "Code")), u"text"_s, {}, u"BEAVER-…"_s, {}, false}};
    forms[u"voucher.redeem"_s] = form;
    return forms;
}

/// Each limit and budget with its shadow, as the server names them.
std::vector<FieldSpec> limitFields()
{
    std::vector<FieldSpec> fields;
    for (const char *const name : {"requests_per_minute", "requests_per_hour", "requests_per_day", "requests_per_month",
                                   "tokens_per_minute", "tokens_per_hour", "tokens_per_day", "tokens_per_month",
                                   "concurrent", "spend_per_day", "spend_per_week", "spend_per_month", "spend_total"}) {
        const QString limit = QString::fromLatin1(name);
        const QString member = u"limits."_s + limit;
        const bool money = limit.startsWith("spend"_L1);
        FieldSpec field{member, wordText(limit), money ? u"budget"_s : u"limit"_s};
        field.placeholder = say(QT_TRANSLATE_NOOP("Forms", "no limit"));
        field.suffix = money ? u"USD"_s : QString();
        field.value = u'{' + member + u'}';
        field.half = true;
        fields.push_back(field);
        FieldSpec shadow{member + u".shadow"_s, say(QT_TRANSLATE_NOOP("Forms", "In shadow")), u"toggle"_s};
        shadow.value = u'{' + shadow.name + u'}';
        fields.push_back(shadow);
    }
    return fields;
}

FormSpec limitsForm(const QString &text, const QString &path, const QString &scope)
{
    FormSpec form;
    form.title = say(QT_TRANSLATE_NOOP("Forms", "Limits and budgets"));
    form.text = text;
    form.glyph = u"gauge"_s;
    form.button = say(QT_TRANSLATE_NOOP("Forms", "Save"));
    form.verb = Verb::Patch;
    form.path = path;
    form.announces = u"limit"_s;
    form.done = say(QT_TRANSLATE_NOOP("Forms", "Limits saved"));
    form.onlyChanges = true;
    form.merges = true;
    form.readsFrom = u"/admin/limits?scope="_s + scope + u"&id={id}"_s;
    form.fields = limitFields();
    return form;
}

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

/// Who is told what, and who may come in.
std::map<QString, FormSpec> settingsForms()
{
    std::map<QString, FormSpec> forms;
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
    return forms;
}

/// What somebody changes about themselves.
std::map<QString, FormSpec> ownForms()
{
    std::map<QString, FormSpec> forms;
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

std::map<QString, FormSpec> gatewayForms()
{
    std::map<QString, FormSpec> forms;
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

    form = {};
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

    form = {};
    form.title = say(QT_TRANSLATE_NOOP("Forms", "New plan"));
    form.text = say(QT_TRANSLATE_NOOP("Forms", "A named set of limits. An empty field sets no limit; in shadow, one is "
                                               "counted but refuses nobody."));
    form.glyph = u"gauge"_s;
    form.button = say(QT_TRANSLATE_NOOP("Forms", "Create plan"));
    form.path = u"/admin/plans"_s;
    form.announces = u"plan"_s;
    form.done = say(QT_TRANSLATE_NOOP("Forms", "Plan created"));
    form.fields = {{u"id"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "Plan ID")),
                    u"text"_s,
                    say(QT_TRANSLATE_NOOP("Forms", "a-z, 0-9, - and _")),
                    u"team"_s,
                    {},
                    false,
                    {},
                    {},
                    {},
                    true},
                   {u"name"_s, say(QT_TRANSLATE_NOOP("Forms", "Name")), u"text"_s, {}, u"Team"_s, {}, false}};
    const std::vector<FieldSpec> limits = limitFields();
    form.fields.insert(form.fields.end(), limits.begin(), limits.end());
    forms[u"plan.create"_s] = form;
    const QString shadow = say(QT_TRANSLATE_NOOP("Forms", "An empty field sets no limit. In shadow, a limit is counted "
                                                          "but refuses nobody."));
    form = limitsForm(u"{title}. "_s + shadow, u"/admin/plans/{id}"_s, {});
    form.title = say(QT_TRANSLATE_NOOP("Forms", "Edit plan"));
    form.announces = u"plan"_s;
    form.done = say(QT_TRANSLATE_NOOP("Forms", "Plan saved"));
    form.readsFrom = form.path;
    form.fields.insert(form.fields.begin(),
                       {u"name"_s, say(QT_TRANSLATE_NOOP("Forms", "Name")), u"text"_s, {}, {}, {}, false, u"{name}"_s});
    forms[u"plan.edit"_s] = form;
    const QString own = u"{title}. "_s +
                        say(QT_TRANSLATE_NOOP("Forms", "They hold beside those of the plan: the "
                                                       "strictest wins.")) +
                        u' ' + shadow;
    forms[u"account.limits"_s] = limitsForm(own, u"/admin/accounts/{id}"_s, u"account"_s);
    forms[u"key.limits"_s] = limitsForm(own, u"/admin/api-keys/{id}"_s, u"key"_s);
    return forms;
}

} // namespace

const FormSpec *formSpec(const QString &kind)
{
    static const std::map<QString, FormSpec> all = [] {
        std::map<QString, FormSpec> forms = customerForms();
        forms.merge(gatewayForms());
        forms.merge(ownForms());
        forms.merge(settingsForms());
        return forms;
    }();
    const auto found = all.find(kind);
    return found == all.end() ? nullptr : &found->second;
}

QString withBases(QString path, const Session &session)
{
    return path.replace(u"{keys}"_s, session.operates() ? u"/admin/api-keys"_s : u"/api-keys"_s)
        .replace(u"{hooks}"_s, session.operates() ? u"/admin/webhooks"_s : u"/account/webhooks"_s);
}

QString filledIn(QString text, const QVariantMap &record, bool encoded)
{
    static const QRegularExpression member(u"\\{([a-z0-9_.]+)\\}"_s);
    for (auto match = member.match(text); match.hasMatch(); match = member.match(text)) {
        const QString value = record[match.captured(1)].toString();
        text.replace(match.capturedStart(), match.capturedLength(),
                     encoded ? QString::fromLatin1(QUrl::toPercentEncoding(value, "/")) : value);
    }
    return text;
}

} // namespace beaver::admin
