#include <server/providers/transport/answer_parser.h>

#include <algorithm>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <limits>
#include <optional>

namespace beaver::providers {

namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;
using beast::error_code;

std::string_view view(beast::string_view text)
{
    return {text.data(), text.size()};
}

/// Tells what it reads. `refused`: the receiver wants no more.
class Answer final : public http::basic_parser<false>
{
public:
    Answer(AnswerParser::Receiver &receiver, std::uint32_t headerBytes)
        : m_receiver(receiver)
    {
        eager(true);
        header_limit(headerBytes);
        body_limit(std::numeric_limits<std::uint64_t>::max()); // the receiver has its own
    }

    bool refused() const { return m_refused; }
    bool interim() const { return m_status >= 100 && m_status < 200; }
    int status() const { return m_status; }
    /// The last chunk has come: what follows are trailers.
    bool bodyEnded() const { return m_bodyEnded; }

private:
    void go(bool on, error_code &error)
    {
        if (on)
            return;
        m_refused = true;
        error = http::error::bad_field; // any: refused() is asked first
    }

    void on_request_impl(http::verb, beast::string_view, beast::string_view, int, error_code &) override {}
    void on_response_impl(int status, beast::string_view, int, error_code &error) override
    {
        m_status = status;
        if (!interim())
            go(m_receiver.onStatus(status), error);
    }
    void on_field_impl(http::field, beast::string_view name, beast::string_view value, error_code &error) override
    {
        if (!interim() && !m_headEnded) // else a trailer: nobody asks for one
            go(m_receiver.onHeader(view(name), view(value)), error);
    }
    void on_header_impl(error_code &) override { m_headEnded = true; }
    void on_body_init_impl(const boost::optional<std::uint64_t> &, error_code &) override {}
    std::size_t on_body_impl(beast::string_view bytes, error_code &error) override
    {
        go(m_receiver.onBody(view(bytes)), error);
        return bytes.size();
    }
    void on_chunk_header_impl(std::uint64_t size, beast::string_view, error_code &) override
    {
        m_bodyEnded = size == 0;
    }
    std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view bytes, error_code &error) override
    {
        return on_body_impl(bytes, error);
    }
    void on_finish_impl(error_code &) override {}

    AnswerParser::Receiver &m_receiver;
    int m_status = 0;
    bool m_headEnded = false;
    bool m_bodyEnded = false;
    bool m_refused = false;
};

} // namespace

struct AnswerParser::Private
{
    std::optional<Answer> answer;
    Receiver *receiver = nullptr;
    std::uint32_t headerBytes = 0;
    std::string rest; // what waits for more: part of a head or of a chunk's
    std::size_t interimBytes = 0;
    bool surplus = false;
    std::string detail;

    /// `left`: of `bytes`, to be given again with more behind it.
    State read(std::string_view bytes, std::size_t &left)
    {
        for (;;) {
            error_code error;
            const std::size_t used = answer->put(boost::asio::const_buffer(bytes.data(), bytes.size()), error);
            interimBytes += answer->interim() ? used : 0;
            if (interimBytes > headerBytes) // they could go on for ever
                return State::HeadersTooLong;
            bytes.remove_prefix(std::min(used, bytes.size()));
            left = bytes.size();
            if (error && error != http::error::need_more)
                return judge(error);
            if (!answer->is_done())
                return left > headerBytes ? State::HeadersTooLong : State::More;
            if (!answer->interim()) {
                surplus = left > 0;
                return State::Complete;
            }
            if (answer->status() == 101) {
                detail = "the provider switched protocols";
                return State::Malformed;
            }
            answer.emplace(*receiver, headerBytes);
            if (left == 0)
                return State::More;
        }
    }

    State judge(const error_code &error)
    {
        if (answer->refused())
            return State::Refused;
        if (answer->bodyEnded()) { // of trailers that Beast takes for headers only the connection suffers
            surplus = true;
            return State::Complete;
        }
        if (error == http::error::header_limit)
            return State::HeadersTooLong;
        detail = "the answer isn't HTTP/1.1: " + error.message();
        return State::Malformed;
    }
};

AnswerParser::AnswerParser()
    : d(std::make_unique<Private>())
{}

AnswerParser::~AnswerParser() = default;

void AnswerParser::begin(Receiver &receiver, std::size_t headerBytes)
{
    d->receiver = &receiver;
    d->headerBytes = static_cast<std::uint32_t>(headerBytes);
    d->answer.emplace(receiver, d->headerBytes);
    d->rest.clear();
    d->interimBytes = 0;
    d->surplus = false;
}

AnswerParser::State AnswerParser::take(std::string_view bytes)
{
    std::size_t left = 0;
    if (d->rest.empty()) {
        const State state = d->read(bytes, left);
        d->rest.assign(bytes.substr(bytes.size() - left));
        return state;
    }
    d->rest += bytes;
    const State state = d->read(d->rest, left);
    d->rest.erase(0, d->rest.size() - left);
    return state;
}

AnswerParser::State AnswerParser::takeEnd()
{
    if (!d->answer->got_some() || !d->rest.empty())
        return State::Cut;
    error_code error;
    d->answer->put_eof(error);
    return !error && d->answer->is_done() ? State::Complete : State::Cut;
}

bool AnswerParser::keepsAlive() const
{
    return !d->surplus && d->answer->keep_alive();
}

std::string AnswerParser::detail() const
{
    return d->detail;
}

} // namespace beaver::providers
