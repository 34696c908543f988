#include <admin-ui/models/call_comparison.h>

#include <vector>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

struct Told
{
    QString text = {};
    QString exact = {};
    bool mono = false;
};
/// By their labels, in the order of the call.
using Lines = std::vector<std::pair<QString, Told>>;

Lines factsOf(const RecordDetail &call)
{
    Lines lines;
    for (const QVariant &each : call.facts()) {
        const QVariantMap fact = each.toMap();
        const QVariantMap cell = fact[u"cell"_s].toMap();
        lines.emplace_back(fact[u"label"_s].toString(),
                           Told{cell[u"text"_s].toString(), cell[u"exact"_s].toString(), cell[u"mono"_s].toBool()});
    }
    return lines;
}

Lines timesOfCall(const RecordDetail &call)
{
    Lines lines;
    for (const QVariant &each : call.spans()) {
        const QVariantMap span = each.toMap();
        lines.emplace_back(span[u"name"_s].toString(), Told{span[u"text"_s].toString()});
    }
    return lines;
}

Lines costsOf(const RecordDetail &call)
{
    Lines lines;
    for (const QVariant &each : call.buckets()) {
        const QVariantMap bucket = each.toMap();
        lines.emplace_back(bucket[u"kind"_s].toString(),
                           Told{u"%1 × %2 = %3"_s.arg(bucket[u"tokens"_s].toString(), bucket[u"sale"_s].toString(),
                                                      bucket[u"cost"_s].toString())});
    }
    return lines;
}

/// Of a label that comes twice in one call, each meets its own in the other.
void join(QVariantList &rows, const QString &title, const Lines &first, const Lines &second)
{
    if (first.empty() && second.empty())
        return;
    if (!title.isEmpty())
        rows.append(QVariantMap{{u"label"_s, title}});
    std::vector<bool> met(second.size());
    const auto add = [&rows](const QString &label, const Told &one, const Told &other) {
        rows.append(QVariantMap{{u"label"_s, label},
                                {u"first"_s, one.text.isEmpty() ? u"–"_s : one.text},
                                {u"second"_s, other.text.isEmpty() ? u"–"_s : other.text},
                                {u"firstExact"_s, one.exact},
                                {u"secondExact"_s, other.exact},
                                {u"mono"_s, one.mono || other.mono},
                                {u"differs"_s, one.text != other.text}});
    };
    for (const auto &[label, told] : first) {
        Told other;
        for (std::size_t i = 0; i < second.size(); ++i)
            if (!met[i] && second[i].first == label) {
                met[i] = true;
                other = second[i].second;
                break;
            }
        add(label, told, other);
    }
    for (std::size_t i = 0; i < second.size(); ++i)
        if (!met[i])
            add(second[i].first, {}, second[i].second);
}

} // namespace

CallComparison::CallComparison(QObject *parent)
    : QObject(parent)
{
    for (RecordDetail *call : {&m_first, &m_second}) {
        call->setKind(u"call"_s);
        connect(call, &Report::changed, this, &CallComparison::changed);
    }
}

void CallComparison::setSession(Session *session)
{
    m_first.setSession(session);
    m_second.setSession(session);
    Q_EMIT changed();
}

QVariantList CallComparison::rows() const
{
    QVariantList rows;
    if (state() != "ready"_L1)
        return rows;
    join(rows, {}, factsOf(m_first), factsOf(m_second));
    join(rows, tr("Timing"), timesOfCall(m_first), timesOfCall(m_second));
    join(rows, tr("Receipt: tokens × sale price per 1M"), costsOf(m_first), costsOf(m_second));
    return rows;
}

QString CallComparison::state() const
{
    for (const RecordDetail *call : {&m_first, &m_second})
        if (const QString state = call->state(); state != "ready"_L1 && state != "loading"_L1)
            return state;
    return m_first.isLoaded() && m_second.isLoaded() ? u"ready"_s : u"loading"_s;
}

void CallComparison::reload()
{
    m_first.reload();
    m_second.reload();
}

} // namespace beaver::admin
