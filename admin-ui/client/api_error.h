#pragma once

#include <QString>

namespace beaver::admin {

/// Why a request failed, named after what the person in front of the console can do about it.
struct ApiError
{
    enum class Kind {
        Unreachable,      ///< no connection: name, port, network
        Timeout,          ///< no answer in time; a change may have been made or not
        Tls,              ///< the encrypted connection can't be trusted
        NotBeaver,        ///< something else than a Beaver server answered
        TooOld,           ///< a Beaver server of a time before this console's
        WrongCredentials, ///< email or password
        SecondFactor,     ///< the password was right; a code is wanted too
        SessionOver,      ///< signed out by the server: sign in again
        Forbidden,        ///< the role isn't enough
        NotFound,         ///< no such thing, or a server too old to know the path
        Rejected,         ///< the server explained what is wrong with the request
        RateLimited,      ///< too many tries
        ServerFailed,     ///< the server's own fault
        BadAnswer,        ///< an answer that this console can't read
    };

    Kind kind = Kind::BadAnswer;
    QString message = {};     ///< the server's or the network's own words, for the end of a sentence; may be empty
    QString param = {};       ///< the request's field that is wrong, or empty
    QString requestId = {};   ///< for the operator's log, or empty
    QString challenge = {};   ///< of SecondFactor: goes back with the code
    QString fingerprint = {}; ///< of Tls: SHA-256 of the certificate, to compare and to trust
    int status = 0;           ///< of the answer; 0: there was none

    /// Whole sentences in the person's language.
    QString text() const;
    /// Nothing answers: what is shown may be old, and trying again later helps.
    bool isOffline() const { return kind == Kind::Unreachable || kind == Kind::Timeout || kind == Kind::Tls; }
};

} // namespace beaver::admin
