#include <QRegularExpression>

#include <admin-ui/editors/failover_order.h>
#include <admin-ui/models/cell.h>

#include <algorithm>
#include <iterator>
#include <numeric>
#include <tuple>
#include <utility>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

using Verb = ApiRequest::Verb;

constexpr int lastPriority = 1'000;
constexpr int usualStep = 10;

int priorityOf(const JsonValue &endpoint)
{
    return static_cast<int>(endpoint["priority"_L1].integer().value_or(0));
}

QString providerOf(const std::vector<JsonValue> &models, const QString &model)
{
    const auto found = std::ranges::find(models, model, [](const JsonValue &json) { return json["id"_L1].plain(); });
    return found == models.end() ? QString() : (*found)["provider"_L1].plain();
}

} // namespace

FailoverOrder::FailoverOrder(QObject *parent)
    : QAbstractListModel(parent)
{}

void FailoverOrder::setSession(Session *session)
{
    if (m_session == session)
        return;
    m_session = session;
    if (m_session) {
        restore(m_session->takeDraft(u"failover"_s));
        connect(m_session, &Session::ending, this, &FailoverOrder::keep);
        connect(m_session, &Session::reconnected, this, &FailoverOrder::reload);
        connect(m_session, &Session::stored, this, [this](const QString &kind) {
            m_hasModels = m_hasModels && kind != "model"_L1;
            if ((kind == "endpoint"_L1 || kind == "model"_L1) && m_left == 0)
                reload();
        });
    }
    Q_EMIT changed();
    reload();
}

void FailoverOrder::keep()
{
    QVariantMap before;
    for (const Change &change : m_before)
        before[change.id] = change.priority;
    m_session->keepDraft(u"failover"_s, {{u"model"_s, m_model}, {u"before"_s, before}});
}

void FailoverOrder::restore(const QVariantMap &draft)
{
    m_model = draft.value(u"model"_s, m_model).toString();
    const QVariantMap before = draft[u"before"_s].toMap();
    for (auto each = before.begin(); each != before.end(); ++each)
        m_before.push_back({each.key(), each.value().toInt()});
}

void FailoverOrder::setModel(const QString &model)
{
    if (m_model == model)
        return;
    m_model = model;
    m_before.clear();
    arrange();
}

QVariantList FailoverOrder::models() const
{
    QVariantList list;
    for (const JsonValue &model : m_models)
        list.append(QVariantMap{{u"value"_s, model["id"_L1].plain()}, {u"title"_s, model["id"_L1].plain()}});
    return list;
}

QString FailoverOrder::state() const
{
    return m_hasModels && m_hasEndpoints ? u"ready"_s : m_error.isEmpty() ? u"loading"_s : u"error"_s;
}

void FailoverOrder::reload()
{
    if (!m_session)
        return;
    if (!m_hasModels)
        m_session->send({Verb::Get, u"/admin/models?limit=1000"_s}, this,
                        [this](const Outcome<JsonValue> &told) { take(false, told, m_models, m_hasModels); });
    m_session->send({Verb::Get, u"/admin/endpoints?limit=1000"_s}, this,
                    [this](const Outcome<JsonValue> &told) { take(true, told, m_endpoints, m_hasEndpoints); });
}

void FailoverOrder::take(bool whole, const Outcome<JsonValue> &told, std::vector<JsonValue> &into, bool &came)
{
    if (!told) {
        m_error = told.error().text();
        Q_EMIT changed();
        return;
    }
    if (m_left > 0)
        return; // older than what is under way
    m_error.clear();
    came = true;
    into.clear();
    for (const JsonValue &each : (*told)["data"_L1].items())
        if (whole || each["is_active"_L1].truth().value_or(true))
            into.push_back(each);
    arrange();
}

void FailoverOrder::setHeld(bool held)
{
    if (m_held == held)
        return;
    m_held = held;
    Q_EMIT changed();
    // A change that is under way ends with a list of its own.
    if (!m_held && std::exchange(m_outdated, false) && m_left == 0)
        arrange();
}

void FailoverOrder::arrange()
{
    if (m_held) {
        m_outdated = true;
        return;
    }
    const auto servedBy = [this](const QString &model) {
        return std::ranges::count_if(m_endpoints, [this, &model](const JsonValue &endpoint) {
            return serves(endpoint, model, providerOf(m_models, model));
        });
    };
    if (m_model.isEmpty() && m_hasModels && m_hasEndpoints && !m_models.empty()) {
        // The first model where an order is to be chosen.
        const auto chosen = std::ranges::find_if(
            m_models, [&servedBy](const JsonValue &model) { return servedBy(model["id"_L1].plain()) > 1; });
        m_model = (chosen == m_models.end() ? m_models.front() : *chosen)["id"_L1].plain();
    }
    std::vector<JsonValue> shown;
    const QString provider = providerOf(m_models, m_model);
    for (const JsonValue &endpoint : m_endpoints)
        if (serves(endpoint, m_model, provider))
            shown.push_back(endpoint);
    std::ranges::stable_sort(shown, [](const JsonValue &a, const JsonValue &b) {
        const auto order = [](const JsonValue &json) {
            return std::tuple(priorityOf(json), -json["weight"_L1].integer().value_or(1), json["name"_L1].plain());
        };
        return order(a) < order(b);
    });
    const auto ids = [](const std::vector<JsonValue> &list) {
        QStringList all;
        for (const JsonValue &json : list)
            all.append(json["id"_L1].plain());
        return all;
    };
    if (ids(shown) == ids(m_shown)) {
        // The keyboard's place stays where it is.
        m_shown = std::move(shown);
        if (!m_shown.empty())
            Q_EMIT dataChanged(index(0), index(count() - 1));
    } else {
        beginResetModel();
        m_shown = std::move(shown);
        endResetModel();
    }
    Q_EMIT changed();
}

bool FailoverOrder::serves(const JsonValue &endpoint, const QString &model, const QString &provider)
{
    if (model.isEmpty())
        return false;
    const auto &rules = endpoint["models"_L1].items();
    if (rules.empty())
        return !provider.isEmpty() && endpoint["provider"_L1].plain() == provider;
    return std::ranges::any_of(rules, [&model](const JsonValue &rule) {
        const QString pattern = rule.isObject() ? rule["model"_L1].plain() : rule.plain();
        const QString shape = QRegularExpression::escape(pattern).replace(u"\\*"_s, u".*"_s);
        return QRegularExpression(QRegularExpression::anchoredPattern(shape)).match(model).hasMatch();
    });
}

std::vector<int> FailoverOrder::moved(std::vector<int> priorities, int from, int to)
{
    const int n = static_cast<int>(priorities.size());
    if (from < 0 || to < 0 || from >= n || to >= n || from == to)
        return priorities;
    std::vector<std::size_t> order(priorities.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    order.erase(order.begin() + from);
    order.insert(order.begin() + to, static_cast<std::size_t>(from));
    const auto at = [&](int place) -> int & { return priorities[order[static_cast<std::size_t>(place)]]; };
    const int above = to > 0 ? at(to - 1) : -1;
    if (to == n - 1) {
        at(to) = above + usualStep;
    } else if (const int below = at(to + 1); below - above >= 2) {
        at(to) = above < 0 ? std::max(0, below - usualStep) : (above + below) / 2;
    } else {
        at(to) = above + 1;
        for (int place = n - 1; place > to; --place)
            at(place) += above + 2 - below;
    }
    if (std::ranges::max(priorities) > lastPriority)
        for (int place = 0; place < n; ++place)
            at(place) = std::min(lastPriority, place * usualStep);
    return priorities;
}

void FailoverOrder::place(int from, int to)
{
    if (m_left > 0 || from < 0 || from >= count() || to < 0 || to >= count() || from == to)
        return;
    std::vector<int> priorities;
    priorities.reserve(static_cast<std::size_t>(count()));
    for (const JsonValue &endpoint : m_shown)
        priorities.push_back(priorityOf(endpoint));
    const std::vector<int> wanted = moved(priorities, from, to);
    std::vector<Change> changes;
    std::vector<Change> before;
    for (std::size_t i = 0; i < m_shown.size(); ++i) {
        if (wanted[i] == priorities[i])
            continue;
        const QString id = m_shown[i]["id"_L1].plain();
        changes.push_back({id, wanted[i]});
        before.push_back({id, priorities[i]});
    }
    m_before = std::move(before);
    send(changes);
}

void FailoverOrder::undo()
{
    if (isUndoable())
        send(std::exchange(m_before, {}));
}

void FailoverOrder::send(const std::vector<Change> &changes)
{
    m_error.clear();
    m_left = static_cast<int>(changes.size());
    Q_EMIT changed();
    for (const Change &change : changes) {
        const QByteArray body = R"({"priority":)" + QByteArray::number(change.priority) + '}';
        m_session->send({Verb::Patch, u"/admin/endpoints/"_s + change.id, body}, this,
                        [this](const Outcome<JsonValue> &told) {
                            if (!told)
                                m_error = told.error().text();
                            if (--m_left > 0)
                                return;
                            const QString error = m_error;
                            m_session->announce(u"endpoint"_s); // this list too is read anew
                            m_error = error;
                            Q_EMIT changed();
                        });
    }
}

int FailoverOrder::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : count();
}

QVariant FailoverOrder::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const auto at = static_cast<std::size_t>(index.row());
    const JsonValue &json = m_shown[at];
    const QString status = json["status"_L1].plain();
    const QVariantMap state = wordCell(status == "active"_L1 ? json["health"_L1]["state"_L1].plain() : status);
    switch (role) {
    case EndpointIdRole:
        return json["id"_L1].plain();
    case Qt::DisplayRole:
    case NameRole:
        return json["name"_L1].plain();
    case NoteRole: {
        const auto shares = [&json](const JsonValue &other) { return priorityOf(other) == priorityOf(json); };
        const QString region = json["region"_L1].plain();
        const QString priority = tr("Priority %1").arg(priorityOf(json));
        const QString place = region.isEmpty() ? priority : region + u" · "_s + priority;
        return std::ranges::count_if(m_shown, shares) > 1
                   ? place + u" · "_s + tr("shared by weight, %1").arg(json["weight"_L1].plain())
                   : place;
    }
    case StateTextRole:
        return state[u"text"_s];
    case ToneRole:
        return state[u"tone"_s];
    case StepRole: {
        // Who share a priority share the step.
        int step = 1;
        for (std::size_t i = 1; i <= at; ++i)
            step += priorityOf(m_shown[i]) != priorityOf(m_shown[i - 1]) ? 1 : 0;
        return step;
    }
    default:
        return {};
    }
}

QHash<int, QByteArray> FailoverOrder::roleNames() const
{
    return {{EndpointIdRole, "endpointId"}, {NameRole, "name"}, {NoteRole, "note"},
            {StateTextRole, "stateText"},   {ToneRole, "tone"}, {StepRole, "step"}};
}

} // namespace beaver::admin
