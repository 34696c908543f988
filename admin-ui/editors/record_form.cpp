#include <QClipboard>
#include <QCoreApplication>
#include <QDateTime>
#include <QFile>
#include <QGuiApplication>
#include <QRegularExpression>
#include <QUrl>
#include <QUuid>

#include <admin-ui/editors/amount.h>
#include <admin-ui/editors/field_json.h>
#include <admin-ui/editors/kept_prices.h>
#include <admin-ui/editors/policy_fields.h>
#include <admin-ui/editors/record_form.h>
#include <admin-ui/models/cell.h>
#include <admin-ui/models/plain_record.h>
#include <shared/base/json_writer.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <utility>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 largestFile = 8LL * 1024 * 1024; // what the server takes of a price map
constexpr auto pricesName = "list_prices"_L1;
constexpr auto monthKind = "month"_L1;
constexpr auto accountKind = "account"_L1;
constexpr auto partKind = "part"_L1;
constexpr auto dryRunPlace = "{dry_run}"_L1;

bool isAmount(const FieldSpec &field)
{
    return field.kind == "money"_L1 || field.kind == "signedMoney"_L1 || field.kind == "price"_L1 ||
           field.kind == "budget"_L1 || field.kind == "rate"_L1;
}

bool isLimit(const FieldSpec &field)
{
    return field.kind == "limit"_L1 || field.kind == "budget"_L1;
}

/// The last one first.
QVariantList pastMonths()
{
    constexpr int offered = 24;
    QVariantList months;
    const QDate now = QDateTime::currentDateTimeUtc().date();
    for (int back = 1; back <= offered; ++back) {
        const QDate month = QDate(now.year(), now.month(), 1).addMonths(-back);
        months.append(QVariantMap{{u"value"_s, month.toString(u"yyyy-MM"_s)}, {u"title"_s, monthText(month)}});
    }
    return months;
}

/// One of its choices stands for nothing.
bool hasNone(const FieldSpec &field)
{
    return std::ranges::any_of(field.options, [](const auto &option) { return option.first.isEmpty(); });
}

/// A list has a line for each of its items.
QString linesOf(const JsonValue &told)
{
    QStringList lines;
    for (const JsonValue &item : told.items())
        lines.append(item.plain());
    return told.isArray() ? lines.join(u'\n') : told.plain();
}

} // namespace

FormFields::FormFields(RecordForm *form)
    : m_form(form)
{}

int FormFields::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() || !m_form->m_spec ? 0 : static_cast<int>(m_form->m_spec->fields.size());
}

QVariant FormFields::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const FieldSpec &field = m_form->m_spec->fields[static_cast<std::size_t>(index.row())];
    switch (role) {
    case NameRole:
        return field.name;
    case Qt::DisplayRole:
    case LabelRole:
        return field.label;
    case KindRole:
        return field.kind == monthKind ? u"choice"_s : field.kind;
    case HelpRole:
        if (const QString now = m_form->m_beside.value(field.name).toString(); !now.isEmpty())
            return QCoreApplication::translate("Forms", "Somebody else made it: %1").arg(now);
        return field.help;
    case PlaceholderRole:
        return isAmount(field) ? amountInput(field.placeholder) : field.placeholder;
    case SuffixRole:
        return field.suffix;
    case OptionalRole:
        return field.optional && !isLimit(field) && !hasNone(field) && field.kind != "toggle"_L1 &&
               field.kind != partKind; // those say so themselves
    case ValueRole:
        return field.kind == partKind ? QVariant(m_form->m_unfolded.contains(field.name))
                                      : m_form->m_values[field.name];
    case OptionsRole: {
        QVariantList options = field.kind == monthKind ? pastMonths() : m_form->m_options[field.name].toList();
        for (const auto &[value, title] : field.options) {
            const QVariantMap option{{u"value"_s, value}, {u"title"_s, title}};
            options.insert(value.isEmpty() ? 0 : options.size(), option);
        }
        return options;
    }
    case ErrorRole:
        return m_form->errorField() == field.name ? m_form->error() : QString();
    case HalfRole:
        return field.half;
    case ShownRole:
        return m_form->isShown(field) && m_form->isUnfolded(field);
    default:
        return {};
    }
}

QHash<int, QByteArray> FormFields::roleNames() const
{
    return {{NameRole, "name"},
            {LabelRole, "label"},
            {KindRole, "kind"},
            {HelpRole, "help"},
            {PlaceholderRole, "placeholder"},
            {SuffixRole, "suffix"},
            {OptionalRole, "optional"},
            {ValueRole, "value"},
            {OptionsRole, "options"},
            {ErrorRole, "problem"},
            {HalfRole, "half"},
            {ShownRole, "shown"}};
}

RecordForm::RecordForm(QObject *parent)
    : FormEditor(parent)
{
    m_typed.setSingleShot(true);
    m_typed.setInterval(std::chrono::milliseconds(150));
    connect(&m_typed, &QTimer::timeout, this, &RecordForm::fetchOptions);
    connect(this, &FormEditor::changed, this, [this] {
        tellAll({FormFields::ErrorRole});
        // What is wrong has to be seen.
        if (m_spec && !errorField().isEmpty())
            for (const FieldSpec &field : m_spec->fields)
                if (field.name == errorField() && !isUnfolded(field))
                    unfold(field.part, true);
    });
    connect(this, &FormEditor::sessionChanged, this, [this] {
        if (session()) {
            connect(session(), &Session::ending, this, &RecordForm::keep);
            connect(session(), &Session::namesLearned, this, &RecordForm::foresee);
        }
        fetchOptions();
        read();
        prepare();
    });
}

void RecordForm::setKind(const QString &kind)
{
    if (m_spec != formSpec(kind)) {
        // What is on its way was asked for the fields of another form.
        ++m_form;
        m_askedFor.clear();
        m_options.clear();
        m_reading = false;
        if (isBusy())
            end();
    }
    m_kind = kind;
    m_wasRead = false;
    m_spec = formSpec(kind);
    fill();
    read();
}

void RecordForm::setRecord(const QVariantMap &record)
{
    m_record = record;
    m_record.insert(policyMembers(record[u"pricing_policy"_s].toString()));
    m_wasRead = false;
    if (const auto json = JsonValue::parse(record[u"json"_s].toString().toUtf8()))
        learnMembers(*json);
    fill();
    read();
}

void RecordForm::learnMembers(const JsonValue &json)
{
    for (const QString &path : {u"list_prices.0.input"_s, u"list_prices.0.output"_s, u"list_prices.0.cached_read"_s})
        m_record[path] = json.at(path).plain();
    for (const QString &path : {u"timeouts.connect_ms"_s, u"timeouts.first_byte_ms"_s, u"timeouts.silence_ms"_s,
                                u"timeouts.whole_ms"_s, u"timeouts.hedge_ms"_s}) {
        const QString ms = json.at(path).plain();
        m_record[path] = ms == "0"_L1 ? QString() : ms;
    }
    if (const JsonValue &headers = json["headers"_L1]; headers.isObject()) {
        QStringList lines;
        for (std::size_t i = 0; i < headers.items().size(); ++i)
            lines.append(headers.names()[i] + u": "_s + headers.items()[i].plain());
        m_record[u"headers"_s] = lines.join(u'\n');
    }
    if (const JsonValue &models = json["models"_L1]; models.isArray()) {
        QStringList rules;
        for (const JsonValue &each : models.items()) {
            const QString upstream = each["upstream_model"_L1].plain();
            const QString model = each.isObject() ? each["model"_L1].plain() : each.plain();
            rules.append(upstream.isEmpty() || upstream == model ? model : model + u'=' + upstream);
        }
        m_record[u"models"_s] = rules.join(u", "_s);
    }
    const JsonValue &metadata = json["metadata"_L1];
    m_record[u"metadata"_s] = metadata.items().empty() ? QString() : metadata.pretty();
}

void RecordForm::read()
{
    if (!waitsToBegin() || m_reading || !session() || m_record[u"id"_s].toString().isEmpty())
        return;
    m_reading = true;
    session()->send(
        {ApiRequest::Verb::Get, filledIn(withBases(m_spec->readsFrom, *session(), m_record), m_record, true)}, this,
        [this, of = m_form](const Outcome<JsonValue> &told) {
            if (of != m_form)
                return;
            m_reading = false;
            if (!told) {
                finish(told.error(), {});
                return;
            }
            learnRead(*told);
            m_wasRead = true;
            const QVariantMap typed = m_values;
            const QVariantMap shown = m_initial;
            fill();
            for (auto each = typed.begin(); each != typed.end(); ++each)
                if (each.value() != shown[each.key()])
                    setValue(each.key(), each.value().toString());
        });
}

void RecordForm::learnRead(const JsonValue &told)
{
    for (const FieldSpec &field : m_spec->fields) {
        if (field.name.endsWith(".shadow"_L1))
            continue;
        const JsonValue &now = told.at(field.name);
        const bool shaded = isLimit(field) && now.isObject();
        m_record[field.name] = (shaded ? now["amount"_L1] : now).plain();
        if (isLimit(field))
            m_record[field.name + u".shadow"_s] =
                shaded && now["shadow"_L1].truth().value_or(false) ? u"true"_s : u"false"_s;
    }
}

bool RecordForm::looksAgain() const
{
    return !m_isSaved && m_spec->onlyChanges && m_spec->verb != ApiRequest::Verb::Post && !m_spec->forecast &&
           (!m_spec->readsFrom.isEmpty() || recordJson());
}

void RecordForm::learnWhole(const JsonValue &json)
{
    m_record.insert(plainRecord(json));
    m_record.insert(policyMembers(m_record[u"pricing_policy"_s].toString()));
    learnMembers(json);
}

QStringList RecordForm::compare(const JsonValue &now)
{
    const auto record = recordJson();
    const bool reads = !m_spec->readsFrom.isEmpty();
    QVariantMap began = m_initial;
    if (reads) {
        learnRead(now);
    } else {
        learnWhole(*record);
        for (const FieldSpec &field : m_spec->fields)
            began[field.name] = beginningOf(field);
        for (const QString &name : record->names())
            m_record.remove(name);
        learnWhole(now);
    }
    QStringList lines;
    m_theirs = m_initial;
    for (const FieldSpec &field : m_spec->fields) {
        // What the record didn't tell can't be told to be another.
        const bool known =
            reads || std::ranges::find(record->names(), field.name.section(u'.', 0, 0)) != record->names().end();
        if (!known || !field.value.contains(u'{'))
            continue;
        const QString begins = beginningOf(field);
        m_theirs[field.name] = begins;
        if (began[field.name].toString() != begins)
            lines.append(
                u"%1: %2 → %3"_s.arg(field.label, shown(field, began[field.name].toString()), shown(field, begins)));
    }
    return lines;
}

QString RecordForm::shown(const FieldSpec &field, const QString &value) const
{
    if (field.kind == "toggle"_L1)
        return value == "true"_L1 ? QCoreApplication::translate("Forms", "on")
                                  : QCoreApplication::translate("Forms", "off");
    for (const auto &[each, title] : field.options)
        if (each == value)
            return title;
    for (const QVariant &each : m_options[field.name].toList())
        if (each.toMap()[u"value"_s] == value)
            return each.toMap()[u"title"_s].toString();
    return value.isEmpty() ? u"–"_s : value;
}

void RecordForm::takeTheirs()
{
    m_beside.clear();
    for (const FieldSpec &field : m_spec->fields) {
        const QString theirs = m_theirs[field.name].toString();
        const bool typed = m_values[field.name] != m_initial[field.name];
        if (typed && m_initial[field.name] != theirs && m_values[field.name] != theirs)
            m_beside[field.name] = shown(field, theirs);
        if (!typed)
            m_values[field.name] = theirs;
    }
    m_initial = m_theirs;
    tellAll({FormFields::ValueRole, FormFields::HelpRole, FormFields::ShownRole});
    fetchOptions();
}

QString RecordForm::beginningOf(const FieldSpec &field) const
{
    if (field.kind == monthKind && field.value.isEmpty())
        return pastMonths().front().toMap()[u"value"_s].toString();
    const QString value = waitsToBegin() ? QString() : filledIn(field.value, m_record);
    return field.kind == "day"_L1 ? dayText(value) : isAmount(field) ? amountInput(value) : value;
}

void RecordForm::fill()
{
    m_fields.beginResetModel();
    m_values.clear();
    m_searched.clear();
    m_told.reset();
    m_forecast = {};
    m_unfolded.clear();
    m_beside.clear();
    m_isSaved = false;
    forgetMeanwhile();
    if (m_spec)
        for (const FieldSpec &field : m_spec->fields)
            m_values[field.name] = beginningOf(field);
    m_initial = m_values;
    m_fields.endResetModel();
    fetchOptions();
    prepare();
    Q_EMIT changed();
}

void RecordForm::prepare()
{
    if (!m_spec || m_spec->prepares.isEmpty() || !session() || isBusy() || !m_prepared.isEmpty())
        return;
    begin();
    session()->send({ApiRequest::Verb::Post, m_spec->prepares, "{}"}, this,
                    [this, of = m_form](const Outcome<JsonValue> &told) {
                        if (of != m_form)
                            return;
                        if (!told) {
                            finish(told.error(), {});
                            return;
                        }
                        m_prepared = (*told)["secret"_L1].plain();
                        m_preparedPicture = (*told)["qr_svg"_L1].plain();
                        end();
                    });
}

QString RecordForm::optionsPath(const FieldSpec &field) const
{
    static const QRegularExpression member(u"\\{([a-z0-9_.]+)\\}"_s);
    QVariantMap known = m_record;
    for (auto each = m_values.begin(); each != m_values.end(); ++each)
        known[each.key()] = each.value();
    for (auto each = member.globalMatch(field.optionsFrom); each.hasNext();)
        if (known[each.next().captured(1)].toString().isEmpty())
            return {};
    const QString path = filledIn(field.optionsFrom, known, true);
    const QString wanted = m_searched.value(field.name);
    return wanted.isEmpty() ? path : path + u"&search="_s + QString::fromLatin1(QUrl::toPercentEncoding(wanted));
}

void RecordForm::search(const QString &name, const QString &text)
{
    m_searched[name] = text.trimmed();
    m_typed.start();
}

void RecordForm::fetchOptions()
{
    if (!m_spec || !session())
        return;
    for (const FieldSpec &field : m_spec->fields) {
        const QString path = optionsPath(field);
        const QString before = m_askedFor.value(field.name);
        if (path.isEmpty() || before == path)
            continue;
        m_askedFor[field.name] = path;
        // What was chosen of another list isn't in this one; what is found of the same comes beside what is chosen.
        if (field.kind != accountKind) {
            if (!before.isEmpty())
                m_values[field.name] = beginningOf(field);
            m_options[field.name] = QVariantList();
        }
        session()->send({ApiRequest::Verb::Get, path}, this,
                        [this, of = m_form, name = field.name, path](const Outcome<JsonValue> &told) {
                            if (of != m_form || m_askedFor.value(name) != path)
                                return;
                            if (told)
                                takeOptions(name, *told);
                            else
                                m_askedFor.remove(name);
                        });
    }
}

void RecordForm::takeOptions(const QString &name, const JsonValue &told)
{
    const auto field = std::ranges::find(m_spec->fields, name, &FieldSpec::name);
    const bool isRecord = field != m_spec->fields.end() && field->isRecord;
    QVariantList options;
    for (const JsonValue &item : told["data"_L1].items()) {
        // What one only takes part in, as another account's project, isn't one's own to choose.
        const QString owner = item["account_id"_L1].plain();
        if (!session()->operates() && !owner.isEmpty() && owner != session()->accountId())
            continue;
        const QString id = item["id"_L1].isNull() ? item["name"_L1].plain() : item["id"_L1].plain();
        QString title;
        for (const QLatin1StringView member : {"display_name"_L1, "full_name"_L1, "email"_L1, "name"_L1})
            if (title.isEmpty())
                title = item[member].plain();
        if (const QString email = item["email"_L1].plain();
            field != m_spec->fields.end() && field->kind == accountKind && title != email)
            title += u" · "_s + email;
        options.append(QVariantMap{{u"value"_s, id}, {u"title"_s, title.isEmpty() ? id : title}});
        if (isRecord)
            m_listed.insert(id, item);
    }
    const auto isChosen = [chosen = m_values[name]](const QVariant &each) {
        return each.toMap()[u"value"_s] == chosen;
    };
    const QVariantList before = m_options[name].toList();
    if (field != m_spec->fields.end() && field->kind == accountKind && std::ranges::none_of(options, isChosen))
        if (const auto chosen = std::ranges::find_if(before, isChosen); chosen != before.end())
            options.append(*chosen);
    m_options[name] = options;
    if (m_values[name].toString().isEmpty() && !options.isEmpty() && name == "account_id"_L1)
        m_values[name] = m_initial[name] = options.first().toMap()[u"value"_s];
    takeChosen();
    fetchOptions();
    tellAll({FormFields::OptionsRole, FormFields::ValueRole});
    Q_EMIT changed();
}

const JsonValue *RecordForm::chosenIn(const FieldSpec &field) const
{
    const auto found = m_listed.constFind(m_values[field.name].toString());
    return found == m_listed.constEnd() ? nullptr : &*found;
}

void RecordForm::takeChosen()
{
    const auto chosen = std::ranges::find(m_spec->fields, true, &FieldSpec::isRecord);
    if (chosen == m_spec->fields.end())
        return;
    const JsonValue *record = chosenIn(*chosen);
    m_record[u"json"_s] = record ? record->pretty() : QString();
    learnMembers(record ? *record : JsonValue());
    for (const FieldSpec &field : m_spec->fields) {
        if (field.value.isEmpty() || field.isRecord)
            continue;
        const QString value = beginningOf(field);
        // What somebody typed stays.
        if (m_values[field.name] == m_initial[field.name])
            m_values[field.name] = value;
        m_initial[field.name] = value;
    }
    tellAll({FormFields::ValueRole});
}

void RecordForm::setCollects(bool collects)
{
    m_collects = collects;
    Q_EMIT changed();
}

QString RecordForm::title() const
{
    return m_spec ? filledIn(m_spec->title, m_record) : QString();
}

QString RecordForm::text() const
{
    if (!m_spec)
        return {};
    const QString kept = KeptPrices(*m_spec, recordJson()).text();
    const QString said = filledIn(m_spec->text, m_record);
    return kept.isEmpty() || !showsPrices() ? said : said + u"\n\n"_s + kept;
}

QString RecordForm::button() const
{
    if (!m_spec)
        return {};
    return foresees() && !isForeseen() ? QCoreApplication::translate("Forms", "Show what would change")
                                       : m_spec->button;
}

void RecordForm::foresee()
{
    if (!m_told)
        return;
    m_forecast = m_spec->forecast(*m_told, *session());
    Q_EMIT changed();
}

QVariantList RecordForm::forecastRows() const
{
    QVariantList rows;
    for (const QStringList &row : m_forecast.rows)
        rows.append(QVariant(row));
    return rows;
}

QVariantList RecordForm::forecastRight() const
{
    QVariantList right;
    for (qsizetype i = 0; !m_forecast.rows.empty() && i < m_forecast.rows.front().size(); ++i)
        right.append(i >= m_forecast.textColumns);
    return right;
}

void RecordForm::tellAll(const QList<int> &roles)
{
    if (m_fields.rowCount())
        Q_EMIT m_fields.dataChanged(m_fields.index(0), m_fields.index(m_fields.rowCount() - 1), roles);
}

void RecordForm::unfold(const QString &part, bool open)
{
    if (open)
        m_unfolded.insert(part);
    else
        m_unfolded.remove(part);
    tellAll({FormFields::ShownRole, FormFields::ValueRole});
}

bool RecordForm::isShown(const FieldSpec &field) const
{
    if (field.ofOperators && !(session() && session()->operates()))
        return false;
    if (!field.onlyWhile.first.isEmpty() && m_values[field.onlyWhile.first].toString() != field.onlyWhile.second)
        return false;
    return field.unless.isEmpty() || m_values[field.unless].toString() != "true"_L1;
}

QString RecordForm::message() const
{
    return m_spec ? m_spec->done : QString();
}

void RecordForm::setValue(const QString &name, const QString &value)
{
    if (m_spec && std::ranges::any_of(m_spec->fields, [&name](const FieldSpec &field) {
            return field.name == name && field.kind == partKind;
        })) {
        unfold(name, value == "true"_L1);
        return;
    }
    if (!m_spec || m_values[name].toString() == value)
        return;
    m_values[name] = value;
    m_told.reset();
    m_forecast = {};
    clearError();
    for (int row = 0; row < m_fields.rowCount(); ++row) {
        const FieldSpec &field = m_spec->fields[static_cast<std::size_t>(row)];
        if (field.name == name)
            Q_EMIT m_fields.dataChanged(m_fields.index(row), m_fields.index(row), {FormFields::ValueRole});
        if (field.unless == name || field.onlyWhile.first == name)
            Q_EMIT m_fields.dataChanged(m_fields.index(row), m_fields.index(row), {FormFields::ShownRole});
    }
    if (const auto field = std::ranges::find(m_spec->fields, name, &FieldSpec::name);
        field != m_spec->fields.end() && field->isRecord)
        takeChosen();
    fetchOptions();
    Q_EMIT changed();
}

std::optional<JsonValue> RecordForm::recordJson() const
{
    return JsonValue::parse(m_record[u"json"_s].toString().toUtf8());
}

bool RecordForm::showsPrices() const
{
    return std::ranges::any_of(m_spec->fields,
                               [](const FieldSpec &field) { return field.name.startsWith(pricesName); });
}

bool RecordForm::isJoined(const FieldSpec &field) const
{
    return m_spec->joined.of && field.name.startsWith(m_spec->joined.name + u'.');
}

void RecordForm::keepOthers(const QString &name, std::map<QString, std::string> &members) const
{
    const auto json = m_spec->onlyChanges && !m_spec->merges ? recordJson() : std::nullopt;
    if (!json)
        return;
    const JsonValue &before = json->at(name);
    for (std::size_t i = 0; i < before.names().size(); ++i)
        members.try_emplace(before.names()[i], before.items()[i].compact().toStdString());
}

std::optional<QByteArray> RecordForm::fileBody(const FieldSpec &field)
{
    const QString chosen = m_values[field.name].toString().trimmed();
    QFile file(QUrl(chosen).isLocalFile() ? QUrl(chosen).toLocalFile() : chosen);
    if (chosen.isEmpty())
        fail(field.name, QCoreApplication::translate("Forms", "%1 is needed.").arg(field.label));
    else if (!file.open(QIODevice::ReadOnly))
        fail(field.name, QCoreApplication::translate("Forms", "The file can't be read: %1").arg(file.errorString()));
    else if (file.size() > largestFile)
        fail(field.name, QCoreApplication::translate("Forms", "The file has more than 8 MB."));
    else if (QByteArray content = file.readAll(); !JsonValue::parse(content))
        fail(field.name, QCoreApplication::translate("Forms", "The file holds no JSON."));
    else
        return content;
    return std::nullopt;
}

std::optional<QByteArray> RecordForm::body(bool dryRun)
{
    for (const FieldSpec &field : m_spec->fields)
        if (field.kind == "file"_L1)
            return fileBody(field);
    std::map<QString, std::map<QString, std::string>> inner;
    std::map<QString, std::string> outer;
    QMap<QString, QString> joined;
    bool joinedChanges = !m_spec->onlyChanges;
    for (const FieldSpec &field : m_spec->fields) {
        if (!isShown(field) || field.kind == partKind)
            continue;
        const QString entered = m_values[field.name].toString();
        const QString typed = field.kind == "password"_L1 ? entered : entered.trimmed();
        if (typed.isEmpty() && !field.optional) {
            fail(field.name, QCoreApplication::translate("Forms", "%1 is needed.").arg(field.label));
            return std::nullopt;
        }
        if (field.inPath)
            continue;
        if (!field.repeats.isEmpty()) {
            if (entered != m_values[field.repeats].toString()) {
                fail(field.name, QCoreApplication::translate("Forms", "This isn't the same as above."));
                return std::nullopt;
            }
            continue;
        }
        const QString shadow = field.name + u".shadow"_s;
        const bool changes = typed != m_initial[field.name].toString() || m_values[shadow] != m_initial[shadow];
        const bool joins = isJoined(field);
        joinedChanges = joinedChanges || (joins && changes);
        if (field.name.endsWith(".shadow"_L1) || (m_spec->onlyChanges && !joins ? !changes : typed.isEmpty()))
            continue;
        auto [json, problem] = fieldJson(field, typed);
        if (!problem.isEmpty()) {
            fail(field.name, problem);
            return std::nullopt;
        }
        if (isLimit(field) && !typed.isEmpty() && m_values[shadow].toString() == "true"_L1) {
            JsonWriter limit;
            json = limit.beginObject().rawField("amount", json).field("shadow", true).endObject().take();
        }
        const qsizetype point = field.name.indexOf(u'.');
        if (joins)
            joined[field.name.mid(point + 1)] =
                JsonValue::parse(QByteArray::fromStdString(json)).value_or(JsonValue()).plain();
        else if (point < 0)
            outer[field.name] = json;
        else
            inner[field.name.left(point)][field.name.mid(point + 1)] = json;
    }
    if (m_spec->joined.of && joinedChanges)
        outer[m_spec->joined.name] = jsonText(m_spec->joined.of(joined));
    for (auto each = m_spec->fixed.begin(); each != m_spec->fixed.end(); ++each)
        outer[each.key()] = jsonText(filledIn(each.value().toString(), m_record));
    if (foresees() && m_spec->foreseenBy.isEmpty() && !m_spec->path.contains(dryRunPlace))
        outer[u"dry_run"_s] = dryRun ? "true" : "false";
    for (auto &[name, members] : inner) {
        if (name == pricesName) {
            // What isn't known of the model would be lost.
            const auto chosen = std::ranges::find(m_spec->fields, true, &FieldSpec::isRecord);
            if (chosen != m_spec->fields.end() && !chosenIn(*chosen)) {
                fail(chosen->name,
                     QCoreApplication::translate("Forms", "Its present prices aren't known yet. Try again."));
                fetchOptions();
                return std::nullopt;
            }
            outer[name] = KeptPrices(*m_spec, recordJson()).withEntered(members);
            continue;
        }
        keepOthers(name, members);
        JsonWriter object;
        object.beginObject();
        for (const auto &[member, json] : members)
            object.rawField(member.toStdString(), json);
        outer[name] = object.endObject().take();
    }
    JsonWriter whole;
    whole.beginObject();
    for (const auto &[name, json] : outer)
        whole.rawField(name.toStdString(), json);
    return QByteArray::fromStdString(whole.endObject().take());
}

void RecordForm::send()
{
    if (!m_spec)
        return;
    // What isn't known can't be changed: what was shown empty may be there.
    if (waitsToBegin()) {
        read();
        return;
    }
    if (!m_spec->prepares.isEmpty() && m_prepared.isEmpty()) {
        prepare();
        return;
    }
    const bool dryRun = foresees() && !isForeseen();
    const auto written = body(dryRun);
    const bool latest = isLatest();
    if (!written)
        return;
    if (!latest && !m_collects && looksAgain()) {
        const QString again = m_spec->readsFrom.isEmpty() ? m_spec->path : m_spec->readsFrom;
        lookAgain(filledIn(withBases(again, *session(), m_record), m_record, true),
                  filledIn(u"subject={id}"_s, m_record, true), [this](const JsonValue &now) { return compare(now); });
        return;
    }
    QString path = withBases(m_spec->path, *session(), m_record).replace(dryRunPlace, dryRun ? "true"_L1 : "false"_L1);
    QVariantMap places = m_record;
    for (const FieldSpec &field : m_spec->fields)
        if (field.inPath)
            places[field.name] = m_values[field.name].toString().trimmed();
    path = filledIn(path, places, true);
    if (m_collects) {
        QStringList lines;
        for (const FieldSpec &field : m_spec->fields)
            if (const QString value = m_values[field.name].toString(); isShown(field) && !value.isEmpty())
                lines.append(u"%1: %2 %3"_s.arg(field.label, shown(field, value), field.suffix).trimmed());
        Q_EMIT collected({{u"verb"_s, static_cast<int>(m_spec->verb)},
                          {u"path"_s, path},
                          {u"body"_s, *written},
                          {u"movesMoney"_s, m_spec->movesMoney},
                          {u"text"_s, lines.join(u'\n')}});
        finish();
        return;
    }
    ApiRequest request{m_spec->verb, path, *written};
    if (dryRun && !m_spec->foreseenBy.isEmpty())
        request = {ApiRequest::Verb::Post, m_spec->foreseenBy,
                   m_spec->foreseenBody
                       ? m_spec->foreseenBody(JsonValue::parse(*written).value_or(JsonValue()), m_record)
                       : *written};
    if (m_spec->movesMoney) {
        if (m_keyFor != *written) {
            m_keyFor = *written;
            m_key = QUuid::createUuid().toByteArray(QUuid::WithoutBraces);
        }
        request.idempotencyKey = m_key;
    }
    begin();
    session()->send(request, this, [this, dryRun, of = m_form](const Outcome<JsonValue> &told) {
        if (of != m_form)
            return;
        if (told && dryRun) {
            m_told = *told;
            foresee();
            end();
            return;
        }
        if (told) {
            m_keyFor.clear();
            m_isSaved = true;
            // Where several can be made at once, the answer is a list.
            const JsonValue &made = (*told)["data"_L1].isArray() ? told->at(u"data.0"_s) : *told;
            m_secret = m_spec->secretMember.isEmpty() ? QString() : linesOf(made.at(m_spec->secretMember));
            for (std::size_t i = 1; !m_secret.isEmpty() && i < (*told)["data"_L1].items().size(); ++i)
                m_secret += u'\n' + linesOf((*told)["data"_L1].items()[i].at(m_spec->secretMember));
            m_otherSecret =
                m_spec->otherSecret.first.isEmpty() ? QString() : made.at(m_spec->otherSecret.first).plain();
            session()->announce(m_spec->announces);
            finish();
            return;
        }
        ApiError error = told.error();
        if (error.kind == ApiError::Kind::Timeout && m_spec->movesMoney)
            error.message = QCoreApplication::translate(
                "Forms", "Try again: the same booking is made once, however often it is sent.");
        const auto known = std::ranges::find_if(m_spec->fields, [&](const FieldSpec &field) {
            return field.name == error.param || (isJoined(field) && error.param == m_spec->joined.name);
        });
        finish(error, known == m_spec->fields.end() ? QString() : known->name);
    });
}

void RecordForm::copySecret()
{
    QGuiApplication::clipboard()->setText(m_secret);
    m_copied = true;
    Q_EMIT changed();
}

void RecordForm::copyOtherSecret()
{
    QGuiApplication::clipboard()->setText(m_otherSecret);
    m_otherCopied = true;
    Q_EMIT changed();
}

void RecordForm::keep()
{
    // What the server made for a form is gone with the session.
    if (!m_spec || !isDirty() || !m_secret.isEmpty() || !m_spec->prepares.isEmpty())
        return;
    QVariantMap typed;
    for (const FieldSpec &field : m_spec->fields)
        if (field.kind != "password"_L1 && field.kind != "secret"_L1 && m_values[field.name] != m_initial[field.name])
            typed[field.name] = m_values[field.name];
    session()->keepDraft(u"form"_s, {{u"kind"_s, m_kind},
                                     {u"record"_s, m_record},
                                     {u"values"_s, typed},
                                     {u"keyFor"_s, m_keyFor},
                                     {u"key"_s, m_key}});
}

void RecordForm::restore(const QVariantMap &draft)
{
    const QVariantMap values = draft[u"values"_s].toMap();
    for (auto each = values.begin(); each != values.end(); ++each)
        setValue(each.key(), each.value().toString());
    if (m_spec)
        for (const FieldSpec &field : m_spec->fields)
            if (!isUnfolded(field) && values.contains(field.name))
                unfold(field.part, true);
    m_keyFor = draft[u"keyFor"_s].toByteArray();
    m_key = draft[u"key"_s].toByteArray();
}

void RecordForm::forget()
{
    m_secret.fill(u' ');
    m_secret.clear();
    m_otherSecret.fill(u' ');
    m_otherSecret.clear();
    m_prepared.fill(u' ');
    m_prepared.clear();
    m_preparedPicture.clear();
    m_copied = false;
    m_otherCopied = false;
    Q_EMIT changed();
}

} // namespace beaver::admin
