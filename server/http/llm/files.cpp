#include <server/http/llm/files.h>
#include <server/http/llm/openai_list.h>
#include <server/ops/async.h>
#include <server/wire/unit_form.h>

#include <charconv>

namespace beaver::http {

namespace {

constexpr std::size_t pieceBytes = 256 * 1024;
constexpr std::int64_t leastExpiryS = 3600; // OpenAI's bounds
constexpr std::int64_t mostExpiryS = 30 * 86'400;

std::string fileJson(const files::File &file)
{
    JsonWriter json;
    json.beginObject()
        .field("id", file.id.text())
        .field("object", "file")
        .field("bytes", file.bytes)
        .field("created_at", file.createdAtMs / 1000)
        .field("filename", file.name)
        .field("purpose", file.purpose)
        .field("status", "processed")
        .nullField("status_details");
    timeField(json, "expires_at", file.expiresAtMs);
    return json.endObject().take();
}

/// The form of an upload. The content stays in the request.
Result<files::NewFile> readUpload(const Exchange &exchange)
{
    const auto &request = *exchange.request;
    const std::string_view type = request.header("content-type");
    if (!wire::isForm(type))
        return Error{ErrorCode::UnsupportedMediaType,
                     "A file is uploaded as multipart/form-data with the parts 'file' and 'purpose'.",
                     "Content-Type",
                     {},
                     {},
                     0};
    const auto boundary = wire::formBoundary(type);
    if (!boundary)
        return boundary.error();
    const auto parts = wire::parseForm(request.body, *boundary);
    if (!parts)
        return parts.error();

    files::NewFile wanted;
    wanted.account = exchange.principal->account->id;
    wanted.keeper = exchange.request;
    bool hasFile = false;
    for (const auto &part : *parts) {
        const std::string_view content = std::string_view(request.body).substr(part.begin, part.end - part.begin);
        if (part.name == "file") {
            if (!part.file)
                return invalid("file", "'file' takes a file: its part needs a file name.");
            hasFile = true;
            wanted.name = part.fileName;
            wanted.content = content;
        } else if (part.name == "purpose") {
            wanted.purpose = content;
        } else if (part.name == "expires_after[anchor]") {
            if (content != "created_at")
                return invalid("expires_after", "'expires_after[anchor]' takes 'created_at'.");
        } else if (part.name == "expires_after[seconds]") {
            std::int64_t seconds = 0;
            const auto [end, failure] = std::from_chars(content.data(), content.data() + content.size(), seconds);
            if (failure != std::errc() || end != content.data() + content.size() || seconds < leastExpiryS ||
                seconds > mostExpiryS)
                return invalid("expires_after", "'expires_after[seconds]' takes a whole number from 3600 to 2592000.");
            wanted.expiresAfterS = seconds;
        }
    }
    if (!hasFile)
        return invalid("file", "Missing required parameter: 'file'.");
    if (wanted.purpose.empty())
        return invalid("purpose", "Missing required parameter: 'purpose'.");
    return wanted;
}

Answer jsonAnswer(std::string body)
{
    Answer answer;
    answer.body = std::move(body);
    return answer;
}

} // namespace

QCoro::Task<Result<Answer>> FileHandlers::create(std::shared_ptr<Exchange> exchange)
{
    auto wanted = readUpload(*exchange);
    if (!wanted)
        co_return wanted.error();
    auto creating = m_files.create(*exchange->loop, std::move(*wanted));
    const auto file = co_await creating;
    if (!file)
        co_return file.error();
    co_return jsonAnswer(fileJson(*file));
}

QCoro::Task<Result<Answer>> FileHandlers::list(std::shared_ptr<Exchange> exchange)
{
    const auto query = readListQuery(*exchange, 10'000, 10'000);
    if (!query)
        co_return query.error();
    files::FileFilter filter{exchange->query("purpose").value_or(std::string()), query->after, query->ascending,
                             query->limit};
    auto listing = m_files.list(*exchange->loop, exchange->principal->account->id, std::move(filter));
    const auto page = co_await listing;
    if (!page)
        co_return page.error();
    std::vector<ListItem> items;
    for (const auto &file : page->files)
        items.push_back({file.id.text(), fileJson(file)});
    co_return listAnswer(items, page->hasMore);
}

QCoro::Task<Result<Answer>> FileHandlers::one(std::shared_ptr<Exchange> exchange)
{
    auto finding = m_files.find(*exchange->loop, exchange->principal->account->id, exchange->parameter("id"));
    const auto file = co_await finding;
    if (!file)
        co_return file.error();
    co_return jsonAnswer(fileJson(*file));
}

QCoro::Task<Result<Answer>> FileHandlers::content(std::shared_ptr<Exchange> exchange)
{
    auto finding = m_files.find(*exchange->loop, exchange->principal->account->id, exchange->parameter("id"));
    auto file = co_await finding;
    if (!file)
        co_return file.error();
    auto streaming = stream(exchange, std::move(*file));
    co_return co_await streaming;
}

QCoro::Task<Result<Answer>> FileHandlers::stream(std::shared_ptr<Exchange> exchange, files::File file)
{
    auto &responder = *exchange->responder;
    Answer answer;
    answer.contentType = "application/octet-stream"; // whatever it says it is, no browser shows it as a page of ours
    answer.headers.emplace_back("content-disposition", "attachment; filename=\"" + file.id.text() + "\"");
    for (std::int64_t offset = 0; offset < file.bytes || offset == 0;) {
        auto reading = m_files.read(*exchange->loop, file.id, offset, pieceBytes);
        auto piece = co_await reading;
        const bool whole = piece && static_cast<std::int64_t>(piece->size()) ==
                                        std::min<std::int64_t>(file.bytes - offset, std::int64_t{pieceBytes});
        if (!whole && !answer.streamed)
            co_return piece ? internalError(file.id.text() + " is shorter than its row says") : piece.error();
        if (!whole) {
            responder.abort(); // the client must see that it isn't all
            co_return answer;
        }
        if (file.bytes <= static_cast<std::int64_t>(pieceBytes)) {
            answer.body = std::move(*piece);
            co_return answer;
        }
        if (!std::exchange(answer.streamed, true)) {
            ResponseHead head = exchange->head(200, answer.contentType);
            head.headers.insert(head.headers.end(), answer.headers.begin(), answer.headers.end());
            responder.begin(head);
        }
        if (!responder.write(*piece))
            co_return answer;
        offset += static_cast<std::int64_t>(piece->size());
        if (responder.unsent() > responder.highWater()) {
            ops::Promise<bool> promise(*exchange->loop);
            auto drained = promise.future();
            responder.onDrained([promise] { promise.set(true); });
            responder.onClientGone([promise] { promise.set(false); });
            co_await drained;
            responder.onDrained(nullptr);
            responder.onClientGone(nullptr);
        }
    }
    responder.finish();
    co_return answer;
}

QCoro::Task<Result<Answer>> FileHandlers::remove(std::shared_ptr<Exchange> exchange)
{
    const std::string id = exchange->parameter("id");
    auto removing = m_files.remove(*exchange->loop, exchange->principal->account->id, id);
    const auto removed = co_await removing;
    if (!removed)
        co_return removed.error();
    co_return deletedAnswer(id, "file");
}

} // namespace beaver::http
