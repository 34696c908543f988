#include <admin-ui/editors/form_parts.h>
#include <admin-ui/models/cell.h>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

using Verb = ApiRequest::Verb;

FormSpec limitsForm(const QString &text, const QString &path)
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
    form.readsFrom = path;
    form.fields = limitFields();
    return form;
}

} // namespace

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

Forms limitForms()
{
    Forms forms;
    FormSpec form;
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
    form = limitsForm(u"{title}. "_s + shadow, u"/admin/plans/{id}"_s);
    form.title = say(QT_TRANSLATE_NOOP("Forms", "Edit plan"));
    form.announces = u"plan"_s;
    form.done = say(QT_TRANSLATE_NOOP("Forms", "Plan saved"));
    form.fields.insert(form.fields.begin(),
                       {u"name"_s, say(QT_TRANSLATE_NOOP("Forms", "Name")), u"text"_s, {}, {}, {}, false, u"{name}"_s});
    forms[u"plan.edit"_s] = form;
    const QString own = u"{title}. "_s +
                        say(QT_TRANSLATE_NOOP("Forms", "They hold beside those of the plan: the "
                                                       "strictest wins.")) +
                        u' ' + shadow;
    forms[u"project.limits"_s] = limitsForm(own, u"{projects}/{id}"_s);
    forms[u"key.limits"_s] = limitsForm(own, u"{keys}/{id}"_s);
    // An account doesn't tell its limits itself.
    form = limitsForm(own, u"/admin/accounts/{id}"_s);
    form.readsFrom = u"/admin/limits?scope=account&id={id}"_s;
    forms[u"account.limits"_s] = form;
    return forms;
}

} // namespace beaver::admin
