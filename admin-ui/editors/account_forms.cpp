#include <admin-ui/editors/form_parts.h>
#include <admin-ui/editors/policy_fields.h>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

using Verb = ApiRequest::Verb;

std::vector<std::pair<QString, QString>> roleOptions()
{
    return {{{}, say(QT_TRANSLATE_NOOP("Forms", "None: their own account only"))},
            {u"viewer"_s, say(QT_TRANSLATE_NOOP("Forms", "Viewer"))},
            {u"billing"_s, say(QT_TRANSLATE_NOOP("Forms", "Billing"))},
            {u"admin"_s, say(QT_TRANSLATE_NOOP("Forms", "Administrator"))},
            {u"owner"_s, say(QT_TRANSLATE_NOOP("Forms", "Owner"))}};
}

} // namespace

Forms accountForms()
{
    Forms forms;
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
    FieldSpec plan{u"plan"_s, say(QT_TRANSLATE_NOOP("Forms", "Plan")), u"choice"_s};
    plan.options = {{{}, say(QT_TRANSLATE_NOOP("Forms", "As for everybody"))}};
    plan.optionsFrom = u"/admin/plans"_s;
    FieldSpec role{u"role"_s, say(QT_TRANSLATE_NOOP("Forms", "Role on the gateway")), u"choice"_s};
    role.help = say(QT_TRANSLATE_NOOP("Forms", "Only an owner makes administrators and owners"));
    role.options = roleOptions();
    FieldSpec password{u"password"_s, say(QT_TRANSLATE_NOOP("Forms", "First password")), u"password"_s};
    password.help = say(QT_TRANSLATE_NOOP("Forms", "10 characters at least. Without one they set theirs with “Forgot "
                                                   "your password?” when they sign in."));
    form.fields.insert(form.fields.end(), {plan, role, password});
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
         roleOptions()},
        {u"time_zone"_s,
         say(QT_TRANSLATE_NOOP("Forms", "Time zone")),
         u"text"_s,
         say(QT_TRANSLATE_NOOP("Forms", "Where its days and months begin, as in Europe/Berlin or UTC")),
         u"Europe/Berlin"_s,
         {},
         true,
         u"{time_zone}"_s}};
    addPolicyFields(form, say(QT_TRANSLATE_NOOP("Forms", "As the gateway")));
    forms[u"account.edit"_s] = form;

    form.title = say(QT_TRANSLATE_NOOP("Forms", "Change the plan"));
    form.glyph = u"layers"_s;
    form.button = say(QT_TRANSLATE_NOOP("Forms", "Go on"));
    form.onlyChanges = false;
    form.joined = {};
    form.fields = {form.fields[1]};
    form.fields[0].value.clear();
    forms[u"accounts.plan"_s] = form;
    form.title = say(QT_TRANSLATE_NOOP("Forms", "Set the pricing policy"));
    form.glyph = u"tags"_s;
    form.fields.clear();
    addPolicyFields(form, say(QT_TRANSLATE_NOOP("Forms", "As the gateway")));
    forms[u"accounts.policy"_s] = form;

    form = {};
    form.title = say(QT_TRANSLATE_NOOP("Forms", "Billing details"));
    form.text = say(QT_TRANSLATE_NOOP("Forms", "They stand on invoices that are made from now on; those that were made "
                                               "don't change."));
    form.glyph = u"receipt"_s;
    form.button = say(QT_TRANSLATE_NOOP("Forms", "Save"));
    form.verb = Verb::Patch;
    form.path = u"/account/billing/profile"_s;
    form.readsFrom = form.path;
    form.announces = u"billing"_s;
    form.done = say(QT_TRANSLATE_NOOP("Forms", "Billing details saved"));
    form.onlyChanges = true;
    form.fields = {
        {u"name"_s, say(QT_TRANSLATE_NOOP("Forms", "Name")), u"text"_s, {}, {}, {}, true, u"{name}"_s},
        {u"address"_s, say(QT_TRANSLATE_NOOP("Forms", "Address")), u"area"_s, {}, {}, {}, true, u"{address}"_s},
        {u"tax_id"_s, say(QT_TRANSLATE_NOOP("Forms", "Tax ID")), u"text"_s, {}, {}, {}, true, u"{tax_id}"_s}};
    forms[u"billing.own"_s] = form;
    form.text = u"{title}. "_s + form.text;
    form.path = u"/admin/accounts/{id}/billing"_s;
    form.readsFrom = form.path;
    FieldSpec rate{u"tax_rate"_s, say(QT_TRANSLATE_NOOP("Forms", "Tax rate")), u"rate"_s};
    rate.help = say(QT_TRANSLATE_NOOP("Forms", "The gateway's when empty"));
    rate.suffix = u"%"_s;
    rate.value = u"{tax_rate}"_s;
    form.fields.push_back(rate);
    forms[u"account.billing"_s] = form;
    return forms;
}

} // namespace beaver::admin
