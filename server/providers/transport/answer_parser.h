#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace beaver::providers {

/// Takes an HTTP/1.1 answer apart as its bytes come (Boost.Beast's parser): framing by length, by chunks or by the end
/// of the connection; interim answers (1xx) are passed over. Used again for the next answer of the connection.
class AnswerParser
{
public:
    /// Who gets the answer. False ends the parsing: the receiver knows why.
    class Receiver
    {
    public:
        virtual bool onStatus(int status) = 0;
        virtual bool onHeader(std::string_view name, std::string_view value) = 0;
        virtual bool onBody(std::string_view bytes) = 0;

    protected:
        ~Receiver() = default;
    };
    enum class State : std::uint8_t {
        More,           ///< the answer isn't over
        Complete,       ///< it is; see keepsAlive()
        Refused,        ///< by the receiver
        HeadersTooLong, ///< over the bound
        Malformed,      ///< detail() says in which way
        Cut,            ///< the connection has ended in the middle
    };

    AnswerParser();
    ~AnswerParser();
    AnswerParser(const AnswerParser &) = delete;
    AnswerParser &operator=(const AnswerParser &) = delete;

    /// Begins with an answer to `receiver`, whose headers may have that many bytes.
    void begin(Receiver &receiver, std::size_t headerBytes);
    State take(std::string_view bytes);
    /// The connection has ended.
    State takeEnd();

    /// Whether the connection may carry another answer: it is to be kept, and nothing came behind this one.
    bool keepsAlive() const;
    std::string detail() const;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace beaver::providers
