#include <QClipboard>
#include <QGuiApplication>
#include <QJsonDocument>
#include <QJsonObject>

#include <admin-ui/editors/settings_editor.h>
#include <admin-ui/models/cell.h>

namespace beaver::admin {

using namespace Qt::StringLiterals;

SettingsEditor::SettingsEditor(QObject *parent)
    : FormEditor(parent)
{
    connect(this, &FormEditor::sessionChanged, this, [this] {
        connect(session(), &Session::ending, this, &SettingsEditor::keep);
        load();
    });
}

void SettingsEditor::copyDetails() const
{
    if (session())
        QGuiApplication::clipboard()->setText(session()->detailsOf(m_failure, u"/admin/billing/settings"_s));
}

void SettingsEditor::load()
{
    if (!session() || !session()->operates())
        return;
    session()->send({ApiRequest::Verb::Get, u"/admin/billing/settings"_s}, this,
                    [this](const Outcome<JsonValue> &told) {
                        if (told) {
                            take(*told);
                            m_state = u"ready"_s;
                        } else {
                            m_state = told.error().kind == ApiError::Kind::Forbidden ? u"forbidden"_s
                                      : told.error().isOffline()                     ? u"offline"_s
                                                                                     : u"error"_s;
                            m_failure = told.error();
                        }
                        Q_EMIT loadedChanged();
                        Q_EMIT changed();
                    });
}

QVariantMap SettingsEditor::settingsOf(const JsonValue &json)
{
    QVariantMap settings;
    for (std::size_t i = 0; i < json.items().size(); ++i) {
        const JsonValue &value = json.items()[i];
        if (value.truth())
            settings[json.names()[i]] = *value.truth();
        else if (!value.isObject() && !value.isArray())
            settings[json.names()[i]] = value.isNull() ? QString() : value.plain();
    }
    return settings;
}

void SettingsEditor::take(const JsonValue &json)
{
    m_stored = settingsOf(json);
    m_values = m_stored;
    m_values.insert(session()->takeDraft(u"settings"_s));
}

QVariantMap SettingsEditor::typed() const
{
    QVariantMap typed;
    for (auto each = m_values.begin(); each != m_values.end(); ++each)
        if (each.value() != m_stored[each.key()])
            typed[each.key()] = each.value();
    return typed;
}

QStringList SettingsEditor::compare(const JsonValue &now)
{
    m_theirs = settingsOf(now);
    const auto shown = [](const QVariant &value) {
        return value.typeId() == QMetaType::Bool ? (value.toBool() ? tr("on") : tr("off"))
               : value.toString().isEmpty()      ? u"–"_s
                                                 : value.toString();
    };
    QStringList lines;
    for (const QVariant &section : sections())
        for (const QVariant &each : section.toMap()[u"fields"_s].toList()) {
            const QVariantMap field = each.toMap();
            const QString name = field[u"name"_s].toString();
            if (m_theirs[name] != m_stored[name])
                lines.append(
                    u"%1: %2 → %3"_s.arg(field[u"label"_s].toString(), shown(m_stored[name]), shown(m_theirs[name])));
        }
    return lines;
}

void SettingsEditor::takeTheirs()
{
    const QVariantMap kept = typed();
    m_stored = m_values = m_theirs;
    m_values.insert(kept);
}

QVariantList SettingsEditor::sections() const
{
    QVariantList sections;
    QStringList known;
    const auto field = [&](const QString &name, const QString &label, const QString &kind, const QString &help = {},
                           const QString &suffix = {}) {
        known.append(name);
        return m_stored.contains(name) ? QVariantList{QVariantMap{{u"name"_s, name},
                                                                  {u"label"_s, label},
                                                                  {u"kind"_s, kind},
                                                                  {u"help"_s, help},
                                                                  {u"options"_s, QVariantList()},
                                                                  {u"suffix"_s, suffix}}}
                                       : QVariantList();
    };
    const auto section = [&sections](const QString &title, const QString &text, const QVariantList &fields) {
        if (!fields.isEmpty())
            sections.append(QVariantMap{{u"title"_s, title}, {u"text"_s, text}, {u"fields"_s, fields}});
    };
    section(tr("Seller"), tr("Who stands on every invoice."),
            field(u"seller_name"_s, tr("Name"), u"text"_s) + field(u"seller_address"_s, tr("Address"), u"text"_s) +
                field(u"seller_tax_id"_s, tr("Tax number"), u"text"_s) +
                field(u"seller_email"_s, tr("Email"), u"text"_s, tr("Where customers ask about an invoice")));
    section(
        tr("Tax"), tr("Holds for invoices that are made from now on."),
        field(u"tax_rate"_s, tr("Rate"), u"text"_s, tr("Percent; 0 for none"), u"%"_s) +
            field(u"tax_included"_s, tr("Prices include it"), u"toggle"_s, tr("Off: it is added to what was used")));
    section(tr("Invoices"), {},
            field(u"invoice_prefix"_s, tr("Number begins with"), u"text"_s) +
                field(u"invoice_note"_s, tr("Note"), u"text"_s, tr("Stands below the lines")));
    QVariantList others;
    for (auto each = m_stored.begin(); each != m_stored.end(); ++each)
        if (!known.contains(each.key()))
            others.append(QVariantMap{{u"name"_s, each.key()},
                                      {u"label"_s, wordText(each.key())},
                                      {u"kind"_s, each.value().typeId() == QMetaType::Bool ? u"toggle"_s : u"text"_s},
                                      {u"help"_s, QString()},
                                      {u"options"_s, QVariantList()},
                                      {u"suffix"_s, QString()}});
    section(tr("More"), tr("Settings that this server has besides."), others);
    return sections;
}

void SettingsEditor::keep()
{
    if (const QVariantMap kept = typed(); !kept.isEmpty())
        session()->keepDraft(u"settings"_s, kept);
}

void SettingsEditor::setValue(const QString &name, const QVariant &value)
{
    if (m_values[name] == value)
        return;
    m_values[name] = value;
    clearError();
    Q_EMIT changed();
}

void SettingsEditor::revert()
{
    m_values = m_stored;
    forgetMeanwhile();
    clearError();
    Q_EMIT changed();
}

void SettingsEditor::send()
{
    QJsonObject body;
    for (auto each = m_values.begin(); each != m_values.end(); ++each) {
        if (each.value() == m_stored[each.key()])
            continue;
        const bool number = each.key() == "tax_rate"_L1;
        body[each.key()] = each.value().typeId() == QMetaType::Bool ? QJsonValue(each.value().toBool())
                           : number                                 ? QJsonValue(each.value().toString().toDouble())
                                                                    : QJsonValue(each.value().toString());
    }
    if (body.isEmpty())
        return;
    if (!isLatest()) {
        lookAgain(u"/admin/billing/settings"_s, u"action=billing.settings"_s,
                  [this](const JsonValue &now) { return compare(now); });
        return;
    }
    begin();
    session()->send(
        {ApiRequest::Verb::Patch, u"/admin/billing/settings"_s, QJsonDocument(body).toJson(QJsonDocument::Compact)},
        this, [this](const Outcome<JsonValue> &told) {
            if (told) {
                m_stored = m_values;
                session()->announce(u"settings"_s);
                finish();
            } else {
                const QString field = m_values.contains(told.error().param) ? told.error().param : QString();
                finish(told.error(), field);
            }
        });
}

} // namespace beaver::admin
