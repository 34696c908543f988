#include <admin-ui/editors/form_parts.h>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

using Verb = ApiRequest::Verb;

FieldSpec nameField()
{
    FieldSpec name{u"name"_s, say(QT_TRANSLATE_NOOP("Forms", "Name")), u"text"_s};
    name.placeholder = u"Storefront"_s;
    name.optional = false;
    return name;
}

FieldSpec budgetField(const QString &name, const QString &label, bool half)
{
    FieldSpec budget{name, label, u"budget"_s};
    budget.placeholder = say(QT_TRANSLATE_NOOP("Forms", "no limit"));
    budget.suffix = u"USD"_s;
    budget.half = half;
    return budget;
}

FieldSpec roleField(const QString &value)
{
    FieldSpec role{u"role"_s, say(QT_TRANSLATE_NOOP("Forms", "Role in the project")), u"choice"_s};
    role.optional = false;
    role.value = value;
    role.options = {{u"viewer"_s, say(QT_TRANSLATE_NOOP("Forms", "Viewer: sees it, its usage and its keys"))},
                    {u"member"_s, say(QT_TRANSLATE_NOOP("Forms", "Member: also makes API keys"))},
                    {u"owner"_s, say(QT_TRANSLATE_NOOP("Forms", "Owner: everything, deleting it too"))}};
    role.help = say(QT_TRANSLATE_NOOP("Forms", "Members change the keys that they made; owners also budgets, members "
                                               "and provider keys"));
    return role;
}

Forms memberForms()
{
    Forms forms;
    FormSpec form;
    form.title = say(QT_TRANSLATE_NOOP("Forms", "Add a member"));
    form.text = say(QT_TRANSLATE_NOOP("Forms", "Somebody with an account here takes part in “{title}”. The project's "
                                               "own account pays for the calls of all its keys."));
    form.glyph = u"users"_s;
    form.button = say(QT_TRANSLATE_NOOP("Forms", "Add member"));
    form.path = u"{projects}/{id}/members"_s;
    form.announces = u"member"_s;
    form.done = say(QT_TRANSLATE_NOOP("Forms", "The member is added"));
    FieldSpec email{u"email"_s, say(QT_TRANSLATE_NOOP("Forms", "Email")), u"email"_s};
    email.help = say(QT_TRANSLATE_NOOP("Forms", "Of an account that is registered"));
    email.placeholder = u"ops@customer.example"_s;
    email.optional = false;
    form.fields = {email, roleField(u"member"_s)};
    forms[u"member.add"_s] = form;

    form.title = say(QT_TRANSLATE_NOOP("Forms", "Change the role"));
    form.text = say(QT_TRANSLATE_NOOP("Forms", "Of {title}, from the next request on. API keys that they made go on "
                                               "working."));
    form.glyph = u"userCheck"_s;
    form.button = say(QT_TRANSLATE_NOOP("Forms", "Save"));
    form.path = u"{projects}/{project_id}/members"_s;
    form.fixed = {{u"email"_s, u"{email}"_s}};
    form.done = say(QT_TRANSLATE_NOOP("Forms", "Role changed"));
    form.fields = {roleField(u"{role}"_s)};
    forms[u"member.role"_s] = form;
    return forms;
}

Forms credentialForms()
{
    Forms forms;
    FormSpec form;
    form.title = say(QT_TRANSLATE_NOOP("Forms", "Add a provider key"));
    form.text = say(QT_TRANSLATE_NOOP(
        "Forms", "Calls of “{title}” to models of this provider use it from the next one on. They cost nothing from "
                 "the balance, and where the provider refuses the key, nothing else stands in."));
    form.glyph = u"plug"_s;
    form.button = say(QT_TRANSLATE_NOOP("Forms", "Add key"));
    form.verb = Verb::Put;
    form.path = u"{projects}/{id}/credentials/{provider}"_s;
    form.announces = u"credential"_s;
    form.done = say(QT_TRANSLATE_NOOP("Forms", "The project's key for the provider is stored, sealed"));
    FieldSpec provider{u"provider"_s, say(QT_TRANSLATE_NOOP("Forms", "Provider")), u"choice"_s};
    provider.optional = false;
    provider.value = u"openai"_s;
    provider.inPath = true;
    provider.options = {{u"openai"_s, u"OpenAI"_s},         {u"anthropic"_s, u"Anthropic"_s},
                        {u"google"_s, u"Google"_s},         {u"deepseek"_s, u"DeepSeek"_s},
                        {u"perplexity"_s, u"Perplexity"_s}, {u"xai"_s, u"xAI"_s},
                        {u"openrouter"_s, u"OpenRouter"_s}};
    FieldSpec key{u"api_key"_s, say(QT_TRANSLATE_NOOP("Forms", "Its API key")), u"secret"_s};
    key.help = say(QT_TRANSLATE_NOOP("Forms", "Stored sealed; only its last four characters are shown again"));
    key.optional = false;
    form.fields = {provider, key};
    forms[u"credential.bring"_s] = form;

    form.title = say(QT_TRANSLATE_NOOP("Forms", "Replace the provider key"));
    form.text = say(QT_TRANSLATE_NOOP("Forms", "Of {title}. Calls use the new one from the next one on."));
    form.glyph = u"rotateCw"_s;
    form.button = say(QT_TRANSLATE_NOOP("Forms", "Replace"));
    form.path = u"{projects}/{project_id}/credentials/{provider}"_s;
    form.fields = {key};
    forms[u"credential.replace"_s] = form;
    return forms;
}

} // namespace

Forms projectForms()
{
    Forms forms = memberForms();
    forms.merge(credentialForms());
    FormSpec form;
    form.title = say(QT_TRANSLATE_NOOP("Forms", "New project"));
    form.text =
        say(QT_TRANSLATE_NOOP("Forms", "A group of API keys with budgets, members and provider keys of its own. "
                                       "Your account pays for its calls."));
    form.glyph = u"folder"_s;
    form.button = say(QT_TRANSLATE_NOOP("Forms", "Create project"));
    form.path = u"/projects"_s;
    form.announces = u"project"_s;
    form.done = say(QT_TRANSLATE_NOOP("Forms", "Project created"));
    form.fields = {nameField(), budgetField(u"daily_budget"_s, say(QT_TRANSLATE_NOOP("Forms", "Budget per day")), true),
                   budgetField(u"weekly_budget"_s, say(QT_TRANSLATE_NOOP("Forms", "Budget per week")), false),
                   budgetField(u"monthly_budget"_s, say(QT_TRANSLATE_NOOP("Forms", "Budget per month")), true),
                   budgetField(u"total_budget"_s, say(QT_TRANSLATE_NOOP("Forms", "Budget in total")), false)};
    forms[u"project.create"_s] = form;

    form.title = say(QT_TRANSLATE_NOOP("Forms", "Rename the project"));
    form.text = u"{title}"_s;
    form.glyph = u"pencil"_s;
    form.button = say(QT_TRANSLATE_NOOP("Forms", "Save"));
    form.verb = Verb::Patch;
    form.path = u"{projects}/{id}"_s;
    form.done = say(QT_TRANSLATE_NOOP("Forms", "Project saved"));
    form.onlyChanges = true;
    FieldSpec name = nameField();
    name.value = u"{name}"_s;
    form.fields = {name};
    forms[u"project.edit"_s] = form;
    return forms;
}

} // namespace beaver::admin
