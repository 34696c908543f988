#include <QDateTime>
#include <QDir>
#include <QLocale>
#include <QSaveFile>
#include <QStandardPaths>
#include <QUrl>

#include <admin-ui/models/cell.h>
#include <admin-ui/models/chat_code.h>
#include <admin-ui/models/chat_model.h>
#include <admin-ui/models/money_text.h>
#include <shared/base/json_writer.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <tuple>

namespace beaver::admin {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

ChatModel::ChatModel(Session &session, QObject *parent)
    : QAbstractListModel(parent)
    , m_session(session)
{
    m_pace.setInterval(16ms);
    connect(&m_pace, &QTimer::timeout, this, &ChatModel::flush);
}

ChatModel::~ChatModel() = default;

void ChatModel::setModel(const QString &model)
{
    m_model = model;
    Q_EMIT changed();
}

double ChatModel::tokensPerSecond() const
{
    const double seconds =
        m_firstMs >= 0 && m_clock.isValid() ? static_cast<double>(m_clock.elapsed() - m_firstMs) / 1'000 : 0;
    return seconds > 0.05 ? m_pieces / seconds : 0;
}

QByteArray ChatModel::body(const Settings &settings, bool stream, const PictureText &textOf) const
{
    JsonWriter json;
    json.beginObject().field("model", m_model.toStdString()).key("messages").beginArray();
    if (!settings.system.trimmed().isEmpty())
        json.beginObject()
            .field("role", "system")
            .field("content", settings.system.trimmed().toStdString())
            .endObject();
    for (const Message &message : m_messages) {
        const bool shows = settings.pictures && !message.pictures.empty();
        if (message.failed || (message.body.isEmpty() && !shows))
            continue;
        json.beginObject().field("role", message.author.toStdString());
        if (!shows) {
            json.field("content", message.body.toStdString()).endObject();
            continue;
        }
        json.key("content").beginArray();
        if (!message.body.isEmpty())
            json.beginObject().field("type", "text").field("text", message.body.toStdString()).endObject();
        for (const Picture &picture : message.pictures)
            json.beginObject()
                .field("type", "image_url")
                .key("image_url")
                .beginObject()
                .field("url", textOf(picture).toStdString())
                .endObject()
                .endObject();
        json.endArray().endObject();
    }
    json.endArray()
        .rawField("temperature", QByteArray::number(settings.temperature, 'g', 3).toStdString())
        .field("max_tokens", settings.maxTokens);
    if (stream)
        json.field("stream", true).rawField("stream_options", R"({"include_usage":true})");
    return QByteArray::fromStdString(json.endObject().take());
}

void ChatModel::send(const QString &text, const Settings &settings, std::vector<Picture> pictures)
{
    if (isStreaming())
        return;
    beginInsertRows({}, count(), count());
    m_messages.push_back({u"user"_s, text, false, std::move(pictures)});
    endInsertRows();
    const QByteArray asked = body(settings, true);
    beginInsertRows({}, count(), count());
    m_messages.push_back({u"assistant"_s, {}, false, {}});
    endInsertRows();
    m_pending.clear();
    m_usage = {};
    m_facts.clear();
    m_summary.clear();
    m_firstMs = -1;
    m_pieces = 0;
    m_clock.start();
    m_stream = m_session.client().stream(
        {ApiRequest::Verb::Post, u"/v1/chat/completions"_s, asked, {}, settings.apiKey.trimmed().toUtf8()});
    connect(m_stream.get(), &EventStream::event, this,
            [this](const QByteArray &, const QByteArray &data) { takeEvent(data); });
    connect(m_stream.get(), &EventStream::finished, this, [this] { end({}); });
    connect(m_stream.get(), &EventStream::failed, this, [this](const ApiError &error) {
        end(error.text() + (error.requestId.isEmpty() ? QString() : u'\n' + tr("Request %1").arg(error.requestId)));
    });
    m_pace.start();
    Q_EMIT changed();
}

void ChatModel::takeEvent(const QByteArray &data)
{
    const auto json = JsonValue::parse(data);
    if (!json)
        return;
    if ((*json)["error"_L1].isObject()) {
        end((*json)["error"_L1]["message"_L1].plain());
        return;
    }
    const JsonValue &delta = json->at(u"choices.0.delta");
    QString piece = delta["content"_L1].string();
    if (!piece.isEmpty()) {
        if (m_firstMs < 0)
            m_firstMs = m_clock.elapsed();
        m_pieces += std::max<int>(1, static_cast<int>(piece.size() / 4));
        m_pending += piece;
    }
    if ((*json)["usage"_L1].isObject())
        m_usage = (*json)["usage"_L1];
}

void ChatModel::flush()
{
    if (m_pending.isEmpty())
        return;
    m_messages.back().body += std::exchange(m_pending, {});
    Q_EMIT dataChanged(index(count() - 1), index(count() - 1), {BodyRole});
    Q_EMIT changed();
}

void ChatModel::stop()
{
    if (isStreaming())
        end({});
}

void ChatModel::end(const QString &failure)
{
    flush();
    m_pace.stop();
    const qint64 whole = m_clock.elapsed();
    const auto stream = std::move(m_stream);
    if (!stream)
        return;
    if (!failure.isEmpty()) {
        m_messages.back().body += (m_messages.back().body.isEmpty() ? QString() : u"\n\n"_s) + failure;
        m_messages.back().failed = true;
    }
    const auto cost = m_usage["cost"_L1].money();
    const auto input = m_usage["prompt_tokens"_L1].real();
    const auto output = m_usage["completion_tokens"_L1].real();
    const double seconds = std::max(0.001, static_cast<double>(whole - std::max<qint64>(0, m_firstMs)) / 1'000);
    const auto add = [this](const QString &label, const QString &value, const QString &exact = {}) {
        if (!value.isEmpty())
            m_facts.append(QVariantMap{{u"label"_s, label}, {u"value"_s, value}, {u"exact"_s, exact}});
    };
    add(tr("Served by"), QString::fromUtf8(stream->header("x-beaver-provider")));
    if (input && output)
        add(tr("Tokens in / out"), countText(*input) + u" / "_s + countText(*output));
    if (cost)
        add(tr("Charged"), exactDollars(*cost), exactUsd(*cost));
    if (m_firstMs >= 0)
        add(tr("First token"), durationText(static_cast<double>(m_firstMs)));
    add(tr("Whole answer"), durationText(static_cast<double>(whole)));
    if (const QString request = QString::fromUtf8(stream->header("x-request-id")); !request.isEmpty())
        m_facts.append(
            QVariantMap{{u"label"_s, tr("Request")}, {u"value"_s, request}, {u"exact"_s, request}, {u"mono"_s, true}});
    QStringList parts;
    if (output)
        parts << tr("%1 tokens").arg(countText(*output));
    if (cost)
        parts << exactDollars(*cost);
    if (m_firstMs >= 0)
        parts << tr("first token %1").arg(durationText(static_cast<double>(m_firstMs)));
    if (output && m_firstMs >= 0 && whole > m_firstMs + 50)
        parts << tr("%1 tokens/s").arg(countText(std::round(*output / seconds)));
    m_summary = parts.join(u"   ·   "_s);
    Q_EMIT dataChanged(index(count() - 1), index(count() - 1));
    Q_EMIT changed();
}

void ChatModel::retry(const Settings &settings)
{
    if (isStreaming() || count() < 2 || !m_messages.back().failed)
        return;
    Message asked = std::move(m_messages[m_messages.size() - 2]);
    beginRemoveRows({}, count() - 2, count() - 1);
    m_messages.resize(m_messages.size() - 2);
    endRemoveRows();
    send(asked.body, settings, std::move(asked.pictures));
}

void ChatModel::clear()
{
    stop();
    beginResetModel();
    m_messages.clear();
    endResetModel();
    m_facts.clear();
    m_summary.clear();
    Q_EMIT changed();
}

QString ChatModel::lastAnswer() const
{
    return m_messages.empty() ? QString() : m_messages.back().body;
}

QString ChatModel::markdown(const std::function<QString(const Picture &)> &nameOf) const
{
    QString text = u"# %1\n"_s.arg(m_model);
    for (const Message &message : m_messages) {
        if (message.failed || (message.body.isEmpty() && message.pictures.empty()))
            continue;
        text += u"\n**%1**\n"_s.arg(message.author == "user"_L1 ? tr("You") : m_model);
        for (const Picture &picture : message.pictures)
            text += u"\n![](%1)\n"_s.arg(nameOf(picture));
        if (!message.body.isEmpty())
            text += u'\n' + message.body + u'\n';
    }
    return text;
}

qint64 ChatModel::pictureBytes() const
{
    qint64 bytes = 0;
    for (const Message &message : m_messages)
        for (const Picture &picture : message.pictures)
            bytes += picture.bytes.size();
    return bytes;
}

QVariantMap ChatModel::draft()
{
    if (isStreaming())
        end(tr("Your session ended before the whole answer was there."));
    QVariantList messages;
    for (const Message &message : m_messages)
        messages.append(QVariantMap{{u"author"_s, message.author},
                                    {u"body"_s, message.body},
                                    {u"failed"_s, message.failed},
                                    {u"pictures"_s, pictureList(message.pictures)}});
    return {{u"model"_s, m_model}, {u"messages"_s, messages}, {u"facts"_s, m_facts}, {u"summary"_s, m_summary}};
}

void ChatModel::restore(const QVariantMap &draft)
{
    beginResetModel();
    m_model = draft[u"model"_s].toString();
    m_messages.clear();
    for (const QVariant &each : draft[u"messages"_s].toList()) {
        const QVariantMap told = each.toMap();
        Message message{told[u"author"_s].toString(), told[u"body"_s].toString(), told[u"failed"_s].toBool()};
        for (const QVariant &picture : told[u"pictures"_s].toList())
            message.pictures.push_back(picture.value<Picture>());
        m_messages.push_back(std::move(message));
    }
    endResetModel();
    m_facts = draft[u"facts"_s].toList();
    m_summary = draft[u"summary"_s].toString();
    Q_EMIT changed();
}

std::pair<QString, std::vector<Picture>> ChatModel::cutFrom(int place)
{
    if (place < 0 || place >= count() || isStreaming())
        return {};
    Message cut = m_messages[static_cast<std::size_t>(place)];
    beginRemoveRows({}, place, count() - 1);
    m_messages.resize(static_cast<std::size_t>(place));
    endRemoveRows();
    m_facts.clear();
    m_summary.clear();
    Q_EMIT changed();
    return {cut.body, std::move(cut.pictures)};
}

bool ChatModel::sharesUpTo(int place, const ChatModel &other) const
{
    if (place < 0 || place >= count() || place >= other.count())
        return false;
    const auto &here = m_messages[static_cast<std::size_t>(place)];
    const auto &there = other.m_messages[static_cast<std::size_t>(place)];
    return here.author == "user"_L1 && there.author == "user"_L1 && here.body == there.body;
}

void ChatModel::copyUpTo(int place, const ChatModel &other)
{
    clear();
    beginResetModel();
    m_model = other.m_model;
    m_messages.assign(other.m_messages.begin(), other.m_messages.begin() + std::clamp(place, 0, other.count()));
    endResetModel();
    Q_EMIT changed();
}

void ChatModel::begin(const QString &model, const std::vector<std::pair<QString, QString>> &messages)
{
    clear();
    beginResetModel();
    m_model = model;
    for (const auto &[author, body] : messages)
        m_messages.push_back({author, body, false, {}});
    endResetModel();
    Q_EMIT changed();
}

int ChatModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : count();
}

QVariant ChatModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Message &message = m_messages[static_cast<std::size_t>(index.row())];
    switch (role) {
    case AuthorRole:
        return message.author;
    case Qt::DisplayRole:
    case BodyRole:
        return message.body;
    case LiveRole:
        return isStreaming() && index.row() == count() - 1;
    case FailedRole:
        return message.failed;
    case PicturesRole:
        return pictureList(message.pictures);
    default:
        return {};
    }
}

QHash<int, QByteArray> ChatModel::roleNames() const
{
    return {{AuthorRole, "author"},
            {BodyRole, "body"},
            {LiveRole, "live"},
            {FailedRole, "failed"},
            {PicturesRole, "pictures"}};
}

namespace {

/// `$2.50 / $10.00` for a million tokens in and out; empty where the catalogue doesn't tell.
QString priceNote(const JsonValue &model)
{
    // Of /v1/models and of /admin/models.
    const JsonValue &sale = model["pricing"_L1].isObject() ? model["pricing"_L1] : model["list_prices"_L1].at(u"0");
    if (!sale["input"_L1].real())
        return {};
    const QString input = priceCell(sale["input"_L1])[u"text"_s].toString();
    return sale["output"_L1].real() ? input + u" / "_s + priceCell(sale["output"_L1])[u"text"_s].toString() : input;
}

/// The catalogue says what the model takes, and pictures aren't of it.
bool isBlind(const JsonValue &model)
{
    // Of /v1/models and of /admin/models.
    const JsonValue &told = model.at(u"modalities.input");
    const auto &input = (told.isArray() ? told : model["input_modalities"_L1]).items();
    return !input.empty() &&
           std::ranges::none_of(input, [](const JsonValue &each) { return each.string() == "image"_L1; });
}

} // namespace

Playground::Playground(QObject *parent)
    : QObject(parent)
{
    connect(&m_tray, &PictureTray::changed, this, &Playground::changed);
}

void Playground::setSession(Session *session)
{
    if (m_session == session)
        return;
    m_session = session;
    connect(m_session, &Session::ending, this, &Playground::keep);
    restore(m_session->takeDraft(u"conversations"_s));
    if (m_columns.isEmpty())
        addColumn();
    reload();
}

void Playground::keep()
{
    QVariantList conversations;
    for (ChatModel *column : m_columns)
        conversations.append(column->draft());
    m_session->keepDraft(u"conversations"_s, {{u"conversations"_s, conversations},
                                              {u"pictures"_s, m_tray.list()},
                                              {u"system"_s, m_settings.system},
                                              {u"temperature"_s, m_settings.temperature},
                                              {u"maxTokens"_s, m_settings.maxTokens}});
}

void Playground::restore(const QVariantMap &draft)
{
    if (draft.isEmpty())
        return;
    m_settings.system = draft[u"system"_s].toString();
    m_settings.temperature = draft[u"temperature"_s].toDouble();
    m_settings.maxTokens = draft[u"maxTokens"_s].toInt();
    for (const QVariant &each : draft[u"conversations"_s].toList()) {
        addColumn();
        m_columns.last()->restore(each.toMap());
    }
    std::vector<Picture> pictures;
    for (const QVariant &each : draft[u"pictures"_s].toList())
        pictures.push_back(each.value<Picture>());
    m_tray.putBack(std::move(pictures));
    measure();
}

void Playground::reload()
{
    m_error.clear();
    m_session->send({ApiRequest::Verb::Get, u"/v1/models"_s}, this, [this](const Outcome<JsonValue> &told) {
        const auto take = [this](const Outcome<JsonValue> &answer) {
            m_error = answer ? QString() : answer.error().text();
            if (answer)
                for (const JsonValue &model : (*answer)["data"_L1].items())
                    if (model["is_active"_L1].truth().value_or(true)) {
                        m_models.append(model["id"_L1].plain());
                        m_options.append(QVariantMap{{u"value"_s, m_models.last()},
                                                     {u"title"_s, m_models.last()},
                                                     {u"note"_s, priceNote(model)}});
                        if (isBlind(model))
                            m_blind.insert(m_models.last());
                    }
            for (ChatModel *column : m_columns)
                if (column->model().isEmpty() && !m_models.isEmpty())
                    column->setModel(m_models.contains(u"claude-3-5-sonnet-20241022"_s) && m_session->operates()
                                         ? u"claude-3-5-sonnet-20241022"_s
                                         : m_models.first());
            Q_EMIT changed();
        };
        if (told || !m_session->operates()) {
            take(told);
            return;
        }
        m_session->send({ApiRequest::Verb::Get, u"/admin/models?limit=500"_s}, this, take);
    });
    Q_EMIT changed();
}

bool Playground::isStreaming() const
{
    return std::any_of(m_columns.begin(), m_columns.end(),
                       [](const ChatModel *column) { return column->isStreaming(); });
}

void Playground::setSystem(const QString &text)
{
    m_settings.system = text;
    Q_EMIT changed();
}

void Playground::setApiKey(const QString &key)
{
    m_settings.apiKey = key;
    Q_EMIT changed();
}

void Playground::setTemperature(double temperature)
{
    m_settings.temperature = temperature;
    Q_EMIT changed();
}

void Playground::setMaxTokens(int tokens)
{
    m_settings.maxTokens = tokens;
    Q_EMIT changed();
}

QVariantList Playground::columnObjects() const
{
    QVariantList list;
    for (ChatModel *column : m_columns)
        list.append(QVariant::fromValue<QObject *>(column));
    return list;
}

namespace {

/// What a message of a request says; of the parts of one, those that are text.
QString textOf(const JsonValue &content)
{
    if (content.isString())
        return content.string();
    QStringList texts;
    for (const JsonValue &part : content.items())
        if (const QString text = part["text"_L1].string(); !text.isEmpty())
            texts.append(text);
    return texts.join(u"\n\n"_s);
}

} // namespace

void Playground::takeCall(const QString &id)
{
    const QString path = (m_session->operates() ? u"/admin/calls/"_s : u"/account/calls/"_s) +
                         QString::fromLatin1(QUrl::toPercentEncoding(id));
    m_session->send({ApiRequest::Verb::Get, path}, this, [this, path](const Outcome<JsonValue> &told) {
        if (!told) {
            Q_EMIT callTaken(told.error().text(), {});
            return;
        }
        const JsonValue &call = (*told)["call"_L1].isObject() ? (*told)["call"_L1] : *told;
        stop();
        while (m_columns.size() > 1)
            removeColumn(1);
        m_columns.first()->begin(call["model"_L1].plain(), {});
        m_session->send({ApiRequest::Verb::Get, path + u"/bodies"_s}, this, [this](const Outcome<JsonValue> &bodies) {
            const auto body = bodies ? JsonValue::parse((*bodies)["request"_L1].plain().toUtf8()) : std::nullopt;
            if (body)
                takeRequest(*body);
            else
                Q_EMIT callTaken(tr("Nothing is kept of what was said in the call; its model is chosen here."), {});
        });
    });
}

void Playground::takeRequest(const JsonValue &body)
{
    std::vector<std::pair<QString, QString>> messages;
    QStringList system{textOf(body["system"_L1]), body["instructions"_L1].string()};
    const JsonValue &told = body["messages"_L1].isArray() ? body["messages"_L1] : body["input"_L1];
    if (told.isString())
        messages.emplace_back(u"user"_s, told.string());
    for (const JsonValue &each : told.items()) {
        const QString role = each["role"_L1].string();
        const QString text = textOf(each["content"_L1]);
        if (role == "system"_L1 || role == "developer"_L1)
            system.append(text);
        else if (!text.isEmpty() && (role == "user"_L1 || role == "assistant"_L1))
            messages.emplace_back(role, text);
    }
    QString question;
    if (!messages.empty() && messages.back().first == "user"_L1) {
        question = messages.back().second;
        messages.pop_back();
    }
    system.removeAll(QString());
    m_settings.system = system.join(u"\n\n"_s);
    if (const auto temperature = body["temperature"_L1].real())
        m_settings.temperature = *temperature;
    for (const QLatin1StringView name : {"max_tokens"_L1, "max_completion_tokens"_L1, "max_output_tokens"_L1})
        if (const auto most = body[name].integer())
            m_settings.maxTokens = static_cast<int>(std::clamp<qint64>(*most, 1, 1'000'000));
    m_columns.first()->begin(m_columns.first()->model(), messages);
    measure();
    Q_EMIT changed();
    Q_EMIT callTaken({}, question);
}

QString Playground::editFrom(int column, int place)
{
    if (column < 0 || column >= m_columns.size() || isStreaming())
        return {};
    const ChatModel &asked = *m_columns[column];
    QList<ChatModel *> shared;
    for (ChatModel *each : m_columns)
        if (each == m_columns[column] || each->sharesUpTo(place, asked))
            shared.append(each);
    QString question;
    std::vector<Picture> pictures;
    for (ChatModel *each : shared)
        std::tie(question, pictures) = each->cutFrom(place);
    m_tray.putBack(std::move(pictures));
    measure();
    return question;
}

QString Playground::forkFrom(int column, int place)
{
    if (column < 0 || column >= m_columns.size() || !mayAdd() || isStreaming())
        return {};
    const ChatModel &asked = *m_columns[column];
    const QString question = asked.data(asked.index(place), ChatModel::BodyRole).toString();
    addColumn();
    m_columns.last()->copyUpTo(place, asked);
    measure();
    return question;
}

QVariantMap Playground::preset() const
{
    return {{u"model"_s, m_columns.isEmpty() ? QString() : m_columns.first()->model()},
            {u"system"_s, m_settings.system},
            {u"temperature"_s, m_settings.temperature},
            {u"maxTokens"_s, m_settings.maxTokens}};
}

void Playground::takePreset(const QVariantMap &preset)
{
    if (const QString model = preset[u"model"_s].toString(); m_models.contains(model) && !m_columns.isEmpty())
        m_columns.first()->setModel(model);
    m_settings.system = preset[u"system"_s].toString();
    m_settings.temperature = preset[u"temperature"_s].toDouble();
    m_settings.maxTokens = preset[u"maxTokens"_s].toInt();
    Q_EMIT changed();
}

void Playground::addColumn()
{
    if (!mayAdd())
        return;
    auto *column = new ChatModel(*m_session, this);
    // Another model than the ones that are there, to compare.
    for (const QString &model : m_models)
        if (column->model().isEmpty() &&
            std::none_of(m_columns.begin(), m_columns.end(),
                         [&model](const ChatModel *each) { return each->model() == model; }))
            column->setModel(model);
    connect(column, &ChatModel::changed, this, &Playground::changed);
    m_columns.append(column);
    Q_EMIT columnsChanged();
    Q_EMIT changed();
}

void Playground::removeColumn(int place)
{
    if (m_columns.size() < 2 || place < 0 || place >= m_columns.size())
        return;
    m_columns.takeAt(place)->deleteLater();
    Q_EMIT columnsChanged();
    Q_EMIT changed();
}

bool Playground::takesPictures() const
{
    return std::ranges::any_of(m_columns, [this](const ChatModel *column) { return takesPictures(column->model()); });
}

QString Playground::pictureWarning() const
{
    QStringList blind;
    for (const ChatModel *column : m_columns)
        if (!takesPictures(column->model()) && (m_tray.count() > 0 || column->pictureBytes() > 0))
            blind.append(column->model());
    return blind.isEmpty() ? QString()
                           : tr("Takes no pictures, and is asked with the text alone: %1").arg(blind.join(u", "_s));
}

ChatModel::Settings Playground::settingsFor(const ChatModel &column) const
{
    ChatModel::Settings settings = m_settings;
    settings.pictures = takesPictures(column.model());
    return settings;
}

void Playground::measure()
{
    qint64 held = 0;
    for (const ChatModel *column : m_columns)
        held = std::max(held, column->pictureBytes());
    m_tray.setHeld(held);
}

void Playground::send(const QString &text)
{
    if ((text.trimmed().isEmpty() && m_tray.count() == 0) || isStreaming())
        return;
    if (text.trimmed().isEmpty() && !pictureWarning().isEmpty()) {
        m_tray.tell(tr("Write something too: not all of these models take pictures."));
        return;
    }
    const auto pictures = m_tray.takeAll();
    for (ChatModel *column : m_columns)
        column->send(text.trimmed(), settingsFor(*column), pictures);
    measure();
}

void Playground::stop()
{
    for (ChatModel *column : m_columns)
        column->stop();
}

void Playground::retry()
{
    for (ChatModel *column : m_columns)
        column->retry(settingsFor(*column));
}

void Playground::clear()
{
    for (ChatModel *column : m_columns)
        column->clear();
    m_tray.clear();
    measure();
}

bool Playground::maySave() const
{
    return !isStreaming() &&
           std::ranges::any_of(m_columns, [](const ChatModel *column) { return column->count() > 0; });
}

void Playground::save()
{
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DownloadLocation);
    QDir().mkpath(folder);
    const QString name = u"beaver-chat-%1"_s.arg(QDateTime::currentDateTime().toString(u"yyyyMMdd-HHmmss"_s));
    QSaveFile file(QDir(folder).filePath(name + u".md"_s));
    QHash<QByteArray, QString> written; // conversations beside each other share their pictures
    QString trouble;
    const auto nameOf = [&](const Picture &picture) {
        QString &picked = written[picture.bytes];
        if (picked.isEmpty()) {
            picked = u"%1-%2.%3"_s.arg(name).arg(written.size()).arg(QString::fromLatin1(picture.type.mid(6)));
            QSaveFile beside(QDir(folder).filePath(picked));
            if (!beside.open(QIODevice::WriteOnly) || beside.write(picture.bytes) != picture.bytes.size() ||
                !beside.commit())
                trouble = beside.errorString();
        }
        return picked;
    };
    QStringList parts;
    for (const ChatModel *column : m_columns)
        parts.append(column->markdown(nameOf));
    if (!trouble.isEmpty()) {
        Q_EMIT notSaved(tr("The file can't be written: %1").arg(trouble));
        return;
    }
    const QByteArray text = parts.join(u"\n---\n\n"_s).toUtf8();
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.commit())
        Q_EMIT notSaved(tr("The file can't be written: %1").arg(file.errorString()));
    else
        Q_EMIT saved(file.fileName());
}

QString Playground::code(const QString &language) const
{
    if (m_columns.isEmpty() || !m_session)
        return {};
    const ChatModel &column = *m_columns.first();
    std::vector<Picture> pictures;
    // No text of a person has it, so that it is found again in the request.
    const auto mark = [](std::size_t place) { return u"\uE0B7picture%1\uE0B7"_s.arg(place); };
    const auto body = JsonValue::parse(column.body(settingsFor(column), false, [&](const Picture &picture) {
        pictures.push_back(picture);
        return mark(pictures.size() - 1).toUtf8();
    }));
    ChatRequest request{m_session->client().server().toString(QUrl::StripTrailingSlash) + u"/v1"_s,
                        body ? body->pretty() : QString(),
                        {}};
    for (std::size_t i = 0; i < pictures.size(); ++i)
        request.pictures.push_back({mark(i), pictures[i].name, QString::fromLatin1(pictures[i].type)});
    return chatCode(language, request);
}

} // namespace beaver::admin
