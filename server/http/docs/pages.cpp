#include <server/http/docs/assets.h>
#include <server/http/docs/pages.h>

namespace beaver::http {

namespace {

// Both pages set styles from their scripts; ReDoc searches in a worker that it makes itself.
constexpr std::string_view policy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
                                    "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; "
                                    "worker-src blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

Result<Answer> assetAnswer(std::string_view name)
{
    const auto found = findAsset(name);
    if (!found)
        return Error{ErrorCode::NotFound, "There is nothing at this path.", {}, "not_found", {}, 0};
    Answer answer;
    answer.body = found->content;
    answer.contentType = found->type;
    answer.headers = {{"content-security-policy", std::string(policy)},
                      {"x-content-type-options", "nosniff"},
                      {"referrer-policy", "no-referrer"},
                      {"cache-control", name.ends_with(".html") ? "no-cache" : "public, max-age=3600"}};
    return answer;
}

} // namespace

QCoro::Task<Result<Answer>> DocsHandlers::document(std::shared_ptr<Exchange>)
{
    if (!*m_document)
        co_return m_document->error();
    Answer answer;
    answer.body = m_document->value();
    co_return answer;
}

QCoro::Task<Result<Answer>> DocsHandlers::swagger(std::shared_ptr<Exchange>)
{
    co_return assetAnswer("docs.html");
}

QCoro::Task<Result<Answer>> DocsHandlers::redoc(std::shared_ptr<Exchange>)
{
    co_return assetAnswer("redoc.html");
}

QCoro::Task<Result<Answer>> DocsHandlers::asset(std::shared_ptr<Exchange> exchange)
{
    co_return assetAnswer(exchange->parameter("file"));
}

} // namespace beaver::http
