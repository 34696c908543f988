#include <QCoreApplication>

#include <admin-ui/client/api_error.h>

namespace beaver::admin {

namespace {

QString sentence(ApiError::Kind kind)
{
    const auto say = [](const char *text) { return QCoreApplication::translate("ApiError", text); };
    switch (kind) {
    case ApiError::Kind::Unreachable:
        return say(QT_TRANSLATE_NOOP("ApiError", "The server can't be reached."));
    case ApiError::Kind::Timeout:
        return say(QT_TRANSLATE_NOOP("ApiError", "The server didn't answer in time."));
    case ApiError::Kind::Tls:
        return say(QT_TRANSLATE_NOOP("ApiError", "The encrypted connection can't be trusted."));
    case ApiError::Kind::NotBeaver:
        return say(QT_TRANSLATE_NOOP("ApiError", "There is no Beaver server at this address."));
    case ApiError::Kind::TooOld:
        return say(QT_TRANSLATE_NOOP("ApiError", "The server is too old for this console."));
    case ApiError::Kind::WrongCredentials:
        return say(QT_TRANSLATE_NOOP("ApiError", "The email or the password is wrong."));
    case ApiError::Kind::SecondFactor:
        return say(QT_TRANSLATE_NOOP("ApiError", "Enter the code of your second factor."));
    case ApiError::Kind::NotFound:
        return say(QT_TRANSLATE_NOOP("ApiError", "The server doesn't know this. It may be older than this console."));
    case ApiError::Kind::SessionOver:
        return say(QT_TRANSLATE_NOOP("ApiError", "Your session is over. Sign in again."));
    case ApiError::Kind::Forbidden:
        return say(QT_TRANSLATE_NOOP("ApiError", "Your role doesn't allow this."));
    case ApiError::Kind::Rejected:
        return say(QT_TRANSLATE_NOOP("ApiError", "The server didn't accept this."));
    case ApiError::Kind::RateLimited:
        return say(QT_TRANSLATE_NOOP("ApiError", "Too many tries. Wait a little."));
    case ApiError::Kind::ServerFailed:
        return say(QT_TRANSLATE_NOOP("ApiError", "The server failed."));
    case ApiError::Kind::BadAnswer:
        return say(QT_TRANSLATE_NOOP("ApiError", "This console can't read the server's answer."));
    }
    return {};
}

/// The server explains these better than the console could.
bool speaksForItself(ApiError::Kind kind)
{
    return kind == ApiError::Kind::Rejected || kind == ApiError::Kind::Forbidden || kind == ApiError::Kind::RateLimited;
}

} // namespace

QString ApiError::text() const
{
    if (message.isEmpty() || kind == Kind::WrongCredentials || kind == Kind::SessionOver)
        return sentence(kind);
    return speaksForItself(kind) ? message : sentence(kind) + u' ' + message;
}

} // namespace beaver::admin
