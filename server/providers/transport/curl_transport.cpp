#include <curl/curl.h>
#include <server/providers/transport/curl_transport.h>
#include <server/providers/transport/http_attempt.h>
#include <server/providers/transport/public_address.h>
#include <server/providers/transport/retry_after.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace beaver::providers {

namespace {

class Transfer;

/// What curl keeps a socket for.
class SocketWatch final : public ops::Watch
{
public:
    SocketWatch(CurlTransport::Private *owner, curl_socket_t socket)
        : d(owner)
        , m_socket(socket)
    {}
    void ready(std::uint32_t events) override;

    std::uint32_t watched = 0; ///< what the poller watches for
    bool wanted = true;        ///< curl waits on it; else it is an idle connection that is still watched

private:
    CurlTransport::Private *d;
    curl_socket_t m_socket;
};

/// A target as curl wants it.
struct PreparedTarget
{
    std::shared_ptr<const UpstreamTarget> target;
    std::uint64_t number = 0;   ///< of this transport; from 1
    std::shared_ptr<CURLU> url; ///< one for all targets of this text; none: curl couldn't read it
    curl_slist *headers = nullptr;
    int running = 0;
};

/// All targets share the handles: with many of them the few that are in use stay warm.
struct Handle
{
    CURL *curl = nullptr;
    std::uint64_t target = 0;   ///< whose it was last: it is still set up for it
    std::shared_ptr<CURLU> url; ///< that target's
};

constexpr std::size_t mostIdleHandles = 256;
constexpr std::size_t usualUpload = 64 * 1024; ///< of curl's buffer for a body on its way out
constexpr int mostKicks = 8;
constexpr std::int64_t mostPatienceMs = 64;

} // namespace

struct CurlTransport::Private
{
    ops::EventLoop &loop;
    TransportLimits limits;
    CURLM *multi = nullptr;
    std::unordered_map<const UpstreamTarget *, PreparedTarget> targets;
    std::uint64_t targetsMade = 0;
    std::vector<Handle> idle;
    std::unordered_set<curl_socket_t> connections; // open sockets that curl made for them
    std::unordered_map<curl_socket_t, std::unique_ptr<SocketWatch>> sockets;
    std::vector<Transfer *> changed; // to be woken when curl has returned; null where one has died meanwhile
    int running = 0;

    // curl asks for its timer anew several times a call; only an earlier time needs a real one.
    std::int64_t dueUs = -1;
    std::int64_t armedUs = -1;
    ops::TimerId timer = 0;
    bool kick = false;
    std::int64_t patienceMs = 0; // until curl is asked again what it wants "at once"; 0: it hasn't asked in vain

    Private(ops::EventLoop &eventLoop, const TransportLimits &bounds)
        : loop(eventLoop)
        , limits(bounds)
    {}

    PreparedTarget &prepare(const std::shared_ptr<const UpstreamTarget> &target);
    void dropUnused();
    static void clear(const PreparedTarget &target);
    CURL *handle(const PreparedTarget &target);
    CURL *newHandle();
    void direct(const Handle &taken, const PreparedTarget &target) const;
    std::shared_ptr<CURLU> urlOf(const std::string &text) const;
    void act(curl_socket_t socket, int events);
    void settle();
    void settleSoon();
    void setTimer(long ms);
    void timerFired();

    void forget(curl_socket_t socket);

    static int onSocket(CURL *, curl_socket_t socket, int what, void *self, void *);
    static curl_socket_t onOpen(void *self, curlsocktype, curl_sockaddr *address);
    static int onClose(void *self, curl_socket_t socket);
    static int onTimer(CURLM *, long ms, void *self);
};

namespace {

class Transfer final : public HttpAttempt
{
public:
    Transfer(CurlTransport::Private *owner, PreparedTarget *target, wire::OutgoingBody body, bool stream,
             const std::vector<std::string> &headers)
        : HttpAttempt(owner->loop, owner->limits, target->target, stream)
        , d(owner)
        , m_prepared(target)
        , m_body(std::move(body))
        , m_handle(owner->handle(*target))
    {
        if (!m_target->get) {
            // A body in one place is taken from there, one of pieces is read, and read again on a new connection.
            const std::string_view whole = m_body.whole();
            const bool pieces = whole.size() < m_body.size();
            curl_easy_setopt(m_handle, CURLOPT_POSTFIELDS, pieces ? nullptr : whole.empty() ? "" : whole.data());
            curl_easy_setopt(m_handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(m_body.size()));
            curl_easy_setopt(m_handle, CURLOPT_READDATA, this);
            curl_easy_setopt(m_handle, CURLOPT_SEEKDATA, this);
            if (m_body.size() > usualUpload) // sent in one go where the peer takes it; curl bounds it by 2 MiB
                curl_easy_setopt(m_handle, CURLOPT_UPLOAD_BUFFERSIZE, static_cast<long>(m_body.size()));
        }
        if (!headers.empty()) {
            for (const auto &line : m_target->headers)
                m_headers = curl_slist_append(m_headers, line.c_str());
            for (const auto &line : headers)
                m_headers = curl_slist_append(m_headers, line.c_str());
            m_headers = curl_slist_append(m_headers, "Expect:");
            curl_easy_setopt(m_handle, CURLOPT_HTTPHEADER, m_headers);
        }
        curl_easy_setopt(m_handle, CURLOPT_WRITEDATA, this);
        curl_easy_setopt(m_handle, CURLOPT_HEADERDATA, this);
        curl_easy_setopt(m_handle, CURLOPT_PRIVATE, this);
        watchTime();
        ++d->running;
        ++m_prepared->running;
        curl_multi_add_handle(d->multi, m_handle);
    }

    ~Transfer() override
    {
        std::replace(d->changed.begin(), d->changed.end(), this, static_cast<Transfer *>(nullptr));
        letGo();
    }

    void finished(CURLcode code)
    {
        readStatus();
        if (const auto end = endOf(code); end != TransportEnd::Complete)
            conclude(end, curl_easy_strerror(code));
        else if (!m_headEnded) // curl is content with a head that breaks off
            conclude(TransportEnd::Broken, "the server closed the connection in the middle of its answer's head");
        else
            conclude(end, {});
        letGo();
        changed();
    }

    void changed()
    {
        if (!m_listed) {
            m_listed = true;
            d->changed.push_back(this);
        }
    }

    void notify()
    {
        m_listed = false;
        wake();
    }

    static std::size_t onBody(char *bytes, std::size_t, std::size_t count, void *self)
    {
        return static_cast<Transfer *>(self)->body(std::string_view(bytes, count));
    }

    static std::size_t onRead(char *to, std::size_t, std::size_t count, void *self)
    {
        auto *transfer = static_cast<Transfer *>(self);
        const std::size_t read = transfer->m_body.copy(transfer->m_sent, to, count);
        transfer->m_sent += read;
        return read;
    }

    static int onSeek(void *self, curl_off_t offset, int origin)
    {
        if (origin != SEEK_SET)
            return CURL_SEEKFUNC_CANTSEEK;
        static_cast<Transfer *>(self)->m_sent = static_cast<std::size_t>(offset);
        return CURL_SEEKFUNC_OK;
    }

    static std::size_t onHeader(char *bytes, std::size_t, std::size_t count, void *self)
    {
        return static_cast<Transfer *>(self)->header(std::string_view(bytes, count)) ? count : 0;
    }

private:
    void readStatus()
    {
        long status = 0;
        curl_easy_getinfo(m_handle, CURLINFO_RESPONSE_CODE, &status);
        m_status = static_cast<int>(status);
    }

    std::size_t body(std::string_view bytes)
    {
        if (m_status == 0)
            readStatus();
        if (hasEnough()) {
            holdBack();
            return CURL_WRITEFUNC_PAUSE;
        }
        if (!takeBytes(bytes))
            return 0;
        changed();
        return bytes.size();
    }

    bool header(std::string_view line)
    {
        m_headerBytes += line.size();
        if (m_headerBytes > m_limits.headers) {
            conclude(TransportEnd::TooLarge, "the answer's headers are over the bound");
            return false;
        }
        if (line.starts_with("HTTP/"))
            m_headEnded = false; // of the interim answer before
        else if (m_headEnded)
            return true; // a trailer: nobody asks for one
        else if (trimmed(line).empty())
            m_headEnded = true;
        const std::size_t colon = std::min(line.find(':'), line.size());
        return takeHeader(line.substr(0, colon), trimmed(line.substr(std::min(colon + 1, line.size()))));
    }

    TransportEnd endOf(CURLcode code) const
    {
        switch (code) {
        case CURLE_OK:
            return TransportEnd::Complete;
        case CURLE_COULDNT_CONNECT:
        case CURLE_COULDNT_RESOLVE_HOST:
        case CURLE_COULDNT_RESOLVE_PROXY:
        case CURLE_SSL_CONNECT_ERROR:
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_URL_MALFORMAT:
        case CURLE_UNSUPPORTED_PROTOCOL:
            return TransportEnd::ConnectFailed;
        case CURLE_OPERATION_TIMEDOUT:
            return TransportEnd::TimedOut;
        default:
            return TransportEnd::Broken;
        }
    }

    void release() override { letGo(); }

    /// The handle goes back for use again; a connection with an unfinished answer is closed by curl.
    void letGo()
    {
        if (!m_handle)
            return;
        watchNoTime();
        curl_multi_remove_handle(d->multi, m_handle);
        --d->running;
        --m_prepared->running;
        if (m_headers) {
            curl_easy_setopt(m_handle, CURLOPT_HTTPHEADER, m_prepared->headers);
            curl_slist_free_all(m_headers);
            m_headers = nullptr;
        }
        if (m_body.size() > usualUpload) // frees it
            curl_easy_setopt(m_handle, CURLOPT_UPLOAD_BUFFERSIZE, static_cast<long>(usualUpload));
        if (d->idle.size() < mostIdleHandles)
            d->idle.push_back({m_handle, m_prepared->number, m_prepared->url});
        else
            curl_easy_cleanup(m_handle);
        m_handle = nullptr;
    }

    void taken() override
    {
        if (!m_handle || !readOn())
            return;
        d->patienceMs = 0;
        curl_easy_pause(m_handle, CURLPAUSE_CONT);
        d->settleSoon();
    }

    CurlTransport::Private *d;
    PreparedTarget *m_prepared;
    const wire::OutgoingBody m_body;
    std::size_t m_sent = 0;          // of a body of pieces
    curl_slist *m_headers = nullptr; // where this request has some of its own
    CURL *m_handle;
    std::size_t m_headerBytes = 0;
    bool m_headEnded = false;
    bool m_listed = false;
};

void SocketWatch::ready(std::uint32_t events)
{
    if (!wanted) {
        d->forget(m_socket); // an idle connection's peer has closed it; curl finds out when it takes it up again
        return;
    }
    int flags = 0;
    if (events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP))
        flags |= CURL_CSELECT_IN;
    if (events & EPOLLOUT)
        flags |= CURL_CSELECT_OUT;
    if (events & EPOLLERR)
        flags |= CURL_CSELECT_ERR;
    d->act(m_socket, flags);
}

} // namespace

PreparedTarget &CurlTransport::Private::prepare(const std::shared_ptr<const UpstreamTarget> &target)
{
    if (const auto known = targets.find(target.get()); known != targets.end())
        return known->second;
    dropUnused();
    PreparedTarget &prepared = targets[target.get()];
    prepared.target = target;
    prepared.number = ++targetsMade;
    prepared.url = urlOf(target->url);
    for (const auto &line : target->headers)
        prepared.headers = curl_slist_append(prepared.headers, line.c_str());
    prepared.headers = curl_slist_append(prepared.headers, "Expect:");
    return prepared;
}

/// Many keys of one provider are many targets of one URL.
std::shared_ptr<CURLU> CurlTransport::Private::urlOf(const std::string &text) const
{
    for (const auto &[key, other] : targets) {
        if (other.url && other.target->url == text)
            return other.url;
    }
    std::shared_ptr<CURLU> url(curl_url(), &curl_url_cleanup);
    if (curl_url_set(url.get(), CURLUPART_URL, text.c_str(), CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK)
        return nullptr; // each request fails with curl's word for it
    return url;
}

/// Targets that only we still hold, because their endpoint has changed or gone.
void CurlTransport::Private::dropUnused()
{
    std::erase_if(targets, [](const auto &entry) {
        const PreparedTarget &target = entry.second;
        if (target.running > 0 || target.target.use_count() > 1)
            return false;
        clear(target);
        return true;
    });
}

void CurlTransport::Private::clear(const PreparedTarget &target)
{
    curl_slist_free_all(target.headers);
}

CURL *CurlTransport::Private::handle(const PreparedTarget &target)
{
    Handle taken;
    if (idle.empty()) {
        taken.curl = newHandle();
    } else {
        taken = std::move(idle.back());
        idle.pop_back();
    }
    if (taken.target != target.number)
        direct(taken, target);
    return taken.curl;
}

/// What is the same for all targets.
CURL *CurlTransport::Private::newHandle()
{
    CURL *handle = curl_easy_init();
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, Transfer::onBody);
    curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, Transfer::onHeader);
    curl_easy_setopt(handle, CURLOPT_READFUNCTION, Transfer::onRead);
    curl_easy_setopt(handle, CURLOPT_SEEKFUNCTION, Transfer::onSeek);
    curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, Private::onOpen);
    curl_easy_setopt(handle, CURLOPT_OPENSOCKETDATA, this);
    curl_easy_setopt(handle, CURLOPT_CLOSESOCKETFUNCTION, Private::onClose);
    curl_easy_setopt(handle, CURLOPT_CLOSESOCKETDATA, this);
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_TCP_NODELAY, 1L);
    curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(handle, CURLOPT_DNS_CACHE_TIMEOUT, 60L);
    curl_easy_setopt(handle, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
    curl_easy_setopt(handle, CURLOPT_NOPROXY, "localhost,127.0.0.1,::1");
    if (limits.publicOnly)
        curl_easy_setopt(handle, CURLOPT_PROXY, "");
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(handle, CURLOPT_BUFFERSIZE, 64L * 1024L);
    return handle;
}

/// Everything that one target has and another hasn't: nothing of the one before may stay.
void CurlTransport::Private::direct(const Handle &taken, const PreparedTarget &target) const
{
    CURL *const handle = taken.curl;
    const UpstreamTarget &to = *target.target;
    // An own URL goes before a text; the text that curl made of the one before must go, too.
    if (!target.url || target.url != taken.url) {
        curl_easy_setopt(handle, CURLOPT_CURLU, target.url.get());
        curl_easy_setopt(handle, CURLOPT_URL, target.url ? nullptr : to.url.c_str());
    }
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, target.headers);
    if (to.get)
        curl_easy_setopt(handle, CURLOPT_POSTFIELDS, nullptr);
    curl_easy_setopt(handle, to.get ? CURLOPT_HTTPGET : CURLOPT_POST, 1L);
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS,
                     static_cast<long>(to.timeouts.connectMs > 0 ? to.timeouts.connectMs : limits.connectMs));
    curl_easy_setopt(handle, CURLOPT_PIPEWAIT, to.url.starts_with("https:") ? 1L : 0L);
}

void CurlTransport::Private::act(curl_socket_t socket, int events)
{
    int stillRunning = 0;
    curl_multi_socket_action(multi, socket, events, &stillRunning);
    settle();
}

/// After every call into curl that may have moved bytes: what ended, what curl wants at once, and then, with no curl on
/// the stack, the readers.
void CurlTransport::Private::settle()
{
    for (int kicks = 0;; ++kicks) {
        int left = 0;
        while (const CURLMsg *message = curl_multi_info_read(multi, &left)) {
            if (message->msg != CURLMSG_DONE)
                continue;
            char *owner = nullptr;
            curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &owner);
            reinterpret_cast<Transfer *>(owner)->finished(message->data.result);
        }
        if (!kick) {
            patienceMs = 0;
            break;
        }
        // curl may ask "at once" again and again while nothing can move: 8.14 does for a paused stream whose peer has
        // closed, for as long as it is paused. The others go on meanwhile, and what asks in vain is asked less often.
        if (kicks == (patienceMs == 0 ? mostKicks : 1)) {
            patienceMs = std::clamp<std::int64_t>(patienceMs * 2, 1, mostPatienceMs);
            setTimer(static_cast<long>(patienceMs));
            break;
        }
        kick = false;
        int stillRunning = 0;
        curl_multi_socket_action(multi, CURL_SOCKET_TIMEOUT, 0, &stillRunning);
    }
    kick = false;
    // NOLINTNEXTLINE(modernize-loop-convert): a reader may add to the vector
    for (std::size_t at = 0; at < changed.size(); ++at) {
        if (Transfer *transfer = std::exchange(changed[at], nullptr))
            transfer->notify();
    }
    changed.clear();
}

/// For calls into curl from a reader, where waking one would reach back into it.
void CurlTransport::Private::settleSoon()
{
    if (kick || !changed.empty())
        loop.post([this] { settle(); });
}

void CurlTransport::Private::setTimer(long ms)
{
    if (ms == 0) {
        kick = true;
        return;
    }
    if (ms < 0) {
        dueUs = -1;
        return;
    }
    dueUs = loop.nowUs() + ms * 1000;
    if (timer != 0 && armedUs <= dueUs)
        return;
    loop.cancelTimer(timer);
    armedUs = dueUs;
    timer = loop.startTimer(ms, [this] { timerFired(); });
}

void CurlTransport::Private::timerFired()
{
    timer = 0;
    if (dueUs < 0)
        return;
    const std::int64_t leftUs = dueUs - loop.nowUs();
    if (leftUs > 1000) {
        armedUs = dueUs;
        timer = loop.startTimer(leftUs / 1000, [this] { timerFired(); });
        return;
    }
    dueUs = -1;
    act(CURL_SOCKET_TIMEOUT, 0);
}

int CurlTransport::Private::onSocket(CURL *, curl_socket_t socket, int what, void *self, void *)
{
    auto *d = static_cast<Private *>(self);
    const auto found = d->sockets.find(socket);
    if (what == CURL_POLL_REMOVE) {
        // A kept connection is soon wanted again: taking it out of the poller and back would be two system calls a
        // request. What else curl watches (the resolver's answer) it closes without a word.
        if (!d->connections.contains(socket))
            d->forget(socket);
        else if (found != d->sockets.end())
            found->second->wanted = false;
        return 0;
    }
    std::uint32_t events = 0;
    if (what & CURL_POLL_IN)
        events |= EPOLLIN;
    if (what & CURL_POLL_OUT)
        events |= EPOLLOUT;
    if (found == d->sockets.end()) {
        auto watch = std::make_unique<SocketWatch>(d, socket);
        watch->watched = events;
        d->loop.add(socket, events, watch.get());
        d->sockets.emplace(socket, std::move(watch));
        return 0;
    }
    SocketWatch &watch = *found->second;
    watch.wanted = true;
    if (watch.watched != events) {
        watch.watched = events;
        d->loop.modify(socket, events, &watch);
    }
    return 0;
}

void CurlTransport::Private::forget(curl_socket_t socket)
{
    const auto found = sockets.find(socket);
    if (found == sockets.end())
        return;
    loop.remove(socket, found->second.get());
    sockets.erase(found);
}

curl_socket_t CurlTransport::Private::onOpen(void *self, curlsocktype, curl_sockaddr *address)
{
    // What is connected to, whatever the name said and however it was resolved.
    if (static_cast<Private *>(self)->limits.publicOnly && !isPublicAddress(&address->addr))
        return CURL_SOCKET_BAD;
    const curl_socket_t socket = ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
    if (socket != CURL_SOCKET_BAD)
        static_cast<Private *>(self)->connections.insert(socket);
    return socket;
}

int CurlTransport::Private::onClose(void *self, curl_socket_t socket)
{
    auto *d = static_cast<Private *>(self);
    d->connections.erase(socket);
    d->forget(socket);
    return ::close(socket);
}

int CurlTransport::Private::onTimer(CURLM *, long ms, void *self)
{
    static_cast<Private *>(self)->setTimer(ms);
    return 0;
}

CurlTransport::CurlTransport(ops::EventLoop &loop, const TransportLimits &limits)
    : d(std::make_unique<Private>(loop, limits))
{
    d->multi = curl_multi_init();
    curl_multi_setopt(d->multi, CURLMOPT_SOCKETFUNCTION, Private::onSocket);
    curl_multi_setopt(d->multi, CURLMOPT_SOCKETDATA, d.get());
    curl_multi_setopt(d->multi, CURLMOPT_TIMERFUNCTION, Private::onTimer);
    curl_multi_setopt(d->multi, CURLMOPT_TIMERDATA, d.get());
    curl_multi_setopt(d->multi, CURLMOPT_MAXCONNECTS, limits.connections);
    curl_multi_setopt(d->multi, CURLMOPT_PIPELINING, static_cast<long>(CURLPIPE_MULTIPLEX));
}

CurlTransport::~CurlTransport()
{
    for (const Handle &handle : d->idle)
        curl_easy_cleanup(handle.curl);
    for (const auto &[key, target] : d->targets)
        Private::clear(target);
    d->loop.cancelTimer(d->timer);
    curl_multi_cleanup(d->multi);
}

std::unique_ptr<Attempt> CurlTransport::send(const std::shared_ptr<const UpstreamTarget> &target,
                                             wire::OutgoingBody body, bool stream,
                                             const std::vector<std::string> &headers)
{
    PreparedTarget &prepared = d->prepare(target);
    auto transfer = std::make_unique<Transfer>(d.get(), &prepared, std::move(body), stream, headers);
    d->patienceMs = 0;
    if (d->kick) {
        d->kick = false;
        int stillRunning = 0;
        curl_multi_socket_action(d->multi, CURL_SOCKET_TIMEOUT, 0, &stillRunning);
        // One that has failed at once has no socket whose event would tell.
        if (stillRunning < d->running)
            d->loop.post([self = d.get()] { self->settle(); });
    }
    d->settleSoon();
    return transfer;
}

int CurlTransport::running() const
{
    return d->running;
}

} // namespace beaver::providers
