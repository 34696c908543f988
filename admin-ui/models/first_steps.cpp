#include <admin-ui/models/first_steps.h>

#include <algorithm>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

bool hasAny(const JsonValue &list)
{
    return !list["data"_L1].items().empty();
}

bool hasMoney(const JsonValue &balance)
{
    return balance["available"_L1].money().value_or(Money()) > Money();
}

/// One that isn't built in.
bool hasProvider(const JsonValue &endpoints)
{
    return std::ranges::any_of(endpoints["data"_L1].items(), [](const JsonValue &endpoint) {
        return endpoint["provider"_L1].plain() != "simulated"_L1;
    });
}

} // namespace

FirstSteps::FirstSteps(QObject *parent)
    : QObject(parent)
{}

void FirstSteps::setSession(Session *session)
{
    if (m_session == session)
        return;
    m_session = session;
    if (m_session) {
        connect(m_session, &Session::reconnected, this, &FirstSteps::reload);
        connect(m_session, &Session::stored, this, &FirstSteps::reload);
    }
    Q_EMIT changed();
    reload();
}

void FirstSteps::reload()
{
    if (!m_session || !m_session->mayCreate() || !m_session->mayTopUp() || (m_done[Call] && !isWanted()))
        return;
    ask(Money, u"/account/balance"_s, hasMoney);
    ask(Call, u"/admin/calls?limit=1&outcome=complete"_s, hasAny);
    ask(Provider, u"/admin/endpoints?limit=200"_s, hasProvider);
    ask(Key, u"/admin/api-keys?limit=1"_s, hasAny);
}

void FirstSteps::ask(Step step, const QString &path, bool (*isDone)(const JsonValue &))
{
    m_session->send({ApiRequest::Verb::Get, path}, this, [this, step, isDone](const Outcome<JsonValue> &told) {
        if (!told)
            return;
        m_done[step] = isDone(*told);
        Q_EMIT changed();
    });
}

bool FirstSteps::isWanted() const
{
    const bool told = std::ranges::all_of(m_done, [](const auto &each) { return each.has_value(); });
    // Who has called has no need of money of their own any more.
    return told && !(*m_done[Call] && *m_done[Provider] && *m_done[Key]);
}

QVariantList FirstSteps::steps() const
{
    const auto step = [this](Step which, const QString &title, const QString &text, const QString &button,
                             const QString &action, const QString &page = {}) {
        const bool done = m_done[which].value_or(false) || (which == Money && m_done[Call].value_or(false));
        return QVariantMap{{u"title"_s, title},   {u"text"_s, text},     {u"done"_s, done},
                           {u"button"_s, button}, {u"action"_s, action}, {u"page"_s, page}};
    };
    return {step(Money, tr("Give yourself a balance"), tr("Each call is paid from its account's balance, yours too."),
                 tr("Top up…"), u"account.topUp"_s),
            step(Call, tr("Ask a model"), tr("The built-in beaver/echo answers without any provider."),
                 tr("Open the playground"), {}, u"playground"_s),
            step(Provider, tr("Add a provider"), tr("With your key there, its models can be sold."),
                 tr("Add endpoint…"), u"endpoint.create"_s),
            step(Key, tr("Give somebody a key"), tr("Programs call with it; its account pays."), tr("New API key…"),
                 u"key.create"_s)};
}

} // namespace beaver::admin
