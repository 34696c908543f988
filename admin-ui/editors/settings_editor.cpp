#include <QJsonDocument>
#include <QJsonObject>

#include <admin-ui/editors/settings_editor.h>
#include <admin-ui/models/cell.h>

namespace beaver::admin {

using namespace Qt::StringLiterals;

SettingsEditor::SettingsEditor(QObject *parent)
    : FormEditor(parent)
{
    connect(this, &FormEditor::sessionChanged, this, &SettingsEditor::load);
}

void SettingsEditor::load()
{
    if (!session() || !session()->operates())
        return;
    session()->send({ApiRequest::Verb::Get, u"/admin/settings"_s}, this, [this](const Outcome<JsonValue> &told) {
        if (told) {
            take(*told);
            m_state = u"ready"_s;
        } else {
            m_state = told.error().kind == ApiError::Kind::Forbidden ? u"forbidden"_s
                      : told.error().isOffline()                     ? u"offline"_s
                                                                     : u"error"_s;
            m_loadError = told.error().text();
        }
        Q_EMIT loadedChanged();
        Q_EMIT changed();
    });
}

void SettingsEditor::take(const JsonValue &json)
{
    m_stored.clear();
    const JsonValue &own = json["settings"_L1].isObject() ? json["settings"_L1] : json;
    const auto keep = [this](const QString &name, const JsonValue &value) {
        if (value.truth())
            m_stored[name] = *value.truth();
        else if (!value.isObject() && !value.isArray())
            m_stored[name] = value.plain();
    };
    for (std::size_t i = 0; i < own.items().size(); ++i)
        keep(own.names()[i], own.items()[i]);
    // A server may list its settings instead: [{name, value}].
    for (const JsonValue &item : json["data"_L1].items())
        keep(item["name"_L1].plain(), item["value"_L1]);
    m_values = m_stored;
}

QVariantList SettingsEditor::sections() const
{
    QVariantList sections;
    QStringList known;
    const auto field = [&](const QString &name, const QString &label, const QString &kind, const QString &help = {},
                           const QVariantList &options = {}, const QString &suffix = {}) {
        known.append(name);
        return m_stored.contains(name) ? QVariantList{QVariantMap{{u"name"_s, name},
                                                                  {u"label"_s, label},
                                                                  {u"kind"_s, kind},
                                                                  {u"help"_s, help},
                                                                  {u"options"_s, options},
                                                                  {u"suffix"_s, suffix}}}
                                       : QVariantList();
    };
    const auto option = [](const QString &value, const QString &title) {
        return QVariant(QVariantMap{{u"value"_s, value}, {u"title"_s, title}});
    };
    const auto section = [&sections](const QString &title, const QString &text, const QVariantList &fields) {
        if (!fields.isEmpty())
            sections.append(QVariantMap{{u"title"_s, title}, {u"text"_s, text}, {u"fields"_s, fields}});
    };
    section(
        tr("Gateway"), tr("How customers come in and what they pay."),
        field(u"registration"_s, tr("Registration"), u"choice"_s, tr("Who may open an account"),
              {option(u"open"_s, tr("Everybody")), option(u"invite"_s, tr("By invitation")),
               option(u"closed"_s, tr("Nobody"))}) +
            field(u"pricing_policy"_s, tr("Pricing policy"), u"choice"_s,
                  tr("Unless an account or a model has its own"),
                  {option(u"category_markup"_s, tr("Markup by category")),
                   option(u"flat_per_token"_s, tr("Flat per token")), option(u"pass_through"_s, tr("Pass-through"))}) +
            field(u"public_url"_s, tr("Public address"), u"text"_s, tr("Stands in mails and invoices")) +
            field(u"cache_enabled"_s, tr("Answer from the cache"), u"toggle"_s,
                  tr("Equal requests of one tenant are answered once")));
    section(tr("Mail and webhooks"), tr("What the gateway tells people and programs by itself."),
            field(u"smtp_url"_s, tr("Mail server"), u"text"_s, tr("Without one, mail is written to the log")) +
                field(u"mail_from"_s, tr("Sender"), u"text"_s) +
                field(u"webhook_url"_s, tr("Webhook"), u"text"_s, tr("Alerts go here, signed")) +
                field(u"low_balance_alert"_s, tr("Low balance alert"), u"text"_s,
                      tr("Mailed to the account below this"), {}, u"USD"_s));
    section(tr("Data"), tr("What is kept, and for how long."),
            field(u"keep_bodies"_s, tr("Keep prompts and answers"), u"toggle"_s,
                  tr("Off: only counts and costs are logged")) +
                field(u"log_retention_days"_s, tr("Request log"), u"text"_s, {}, {}, tr("days")));
    section(tr("Security"), {},
            field(u"second_factor_required"_s, tr("Second factor for operators"), u"toggle"_s,
                  tr("Nobody with a role signs in without one")) +
                field(u"session_hours"_s, tr("Session length"), u"text"_s, {}, {}, tr("hours")));
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
    clearError();
    Q_EMIT changed();
}

void SettingsEditor::send()
{
    QJsonObject body;
    for (auto each = m_values.begin(); each != m_values.end(); ++each) {
        if (each.value() == m_stored[each.key()])
            continue;
        bool number = false;
        const double value = each.value().toString().toDouble(&number);
        body[each.key()] = each.value().typeId() == QMetaType::Bool ? QJsonValue(each.value().toBool())
                           : number                                 ? QJsonValue(value)
                                                                    : QJsonValue(each.value().toString());
    }
    if (body.isEmpty())
        return;
    begin();
    session()->send({ApiRequest::Verb::Patch, u"/admin/settings"_s, QJsonDocument(body).toJson(QJsonDocument::Compact)},
                    this, [this](const Outcome<JsonValue> &told) {
                        if (told) {
                            m_stored = m_values;
                            session()->announce(u"settings"_s);
                            finish();
                        } else {
                            const QString field =
                                m_values.contains(told.error().param) ? told.error().param : QString();
                            finish(told.error(), field);
                        }
                    });
}

} // namespace beaver::admin
