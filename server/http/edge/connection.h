#pragma once

#include <server/http/edge/call.h>
#include <server/http/edge/chunk_decoder.h>
#include <server/http/edge/gate.h>
#include <server/http/edge/head_parser.h>
#include <server/http/edge/quota.h>
#include <server/http/edge/refusal.h>
#include <server/http/edge/write_buffer.h>
#include <server/ops/event_loop.h>

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

namespace beaver::http {

class Core;
struct AnswerFraming;

/// One peer: owns the descriptor, reads and checks requests one at a time, and sends the answers. Belongs to its Core,
/// which deletes it some time after close(). Linux (epoll's events).
class Connection final : public ops::Watch, private Gate::Visitor
{
public:
    Connection(Core &core, int descriptor, const PeerAddress &peer);
    ~Connection() override;
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;

    void ready(std::uint32_t events) override;
    /// Goes on with what couldn't be done inside a callback: a held head to send, a request that was read already.
    void resume();
    void closeIfIdle();
    /// At once, whatever waits. A call under way finds its client gone.
    void close();

    // The responder's side, while a call is under way.
    void answer(const ResponseHead &head, std::string_view body);
    void answerFailure();
    void beginAnswer(const ResponseHead &head);
    bool writeAnswer(std::string_view bytes);
    void finishAnswer();
    void abortAnswer();
    bool mayUpgrade() const { return m_mayUpgrade; }
    void upgrade(const ResponseHead &head);
    bool keep(std::size_t size);
    std::size_t unsent() const { return m_out.size(); }

private:
    enum class State : std::uint8_t {
        Head, ///< waiting for a request or in its head
        Body,
        Calling,   ///< a handler has it; nothing is read but the peer's leaving noticed
        Piping,    ///< upgraded: bytes go to whoever took over
        Flushing,  ///< sends what waits, then closes
        Lingering, ///< all sent; drops what still comes, so that no reset overtakes the answer
        Closed
    };

    // connection_input.cpp
    void read();
    void take(std::string_view fresh);
    void takeHead(std::string_view &bytes);
    void takeBody(std::string_view &bytes);
    ssize_t receiveBody();
    void bodyReceived(std::size_t count);
    void makeBodyRoom(std::size_t least, std::size_t come);
    void bodyGrew(std::size_t read, bool complete);
    void takePiped(std::string_view &bytes);
    void headComplete(bool bodyHasCome);
    bool accepts();
    void dispatch();
    void entered() override;
    bool mayTake() const;

    void returnBody();

    // connection_output.cpp
    void flush();
    void send(std::initializer_list<std::string_view> parts);
    void sent(WriteBuffer::State state);
    void relieve();
    void refuse(Refusal refusal);
    void answerNow(const ResponseHead &head, std::string_view body, bool close);
    bool closesAfter(const ResponseHead &head) const;
    void endCall(bool close);

    // connection.cpp
    void askToResume();
    void peerEnded();
    void startClosing(bool linger);
    void finishClosing();
    void settle();
    void arm();
    void timerFired();
    void expire();
    std::uint32_t wantedEvents() const;

    Core &m_core;
    const int m_descriptor;
    const std::uint64_t m_id;
    const std::string m_peer;
    const std::uint64_t m_addressKey;

    State m_state = State::Head;
    bool m_taking = false;      ///< inside take(): whoever ends a call leaves going on to it
    bool m_hungry = true;       ///< m_in holds nothing that could be taken now; until then the rest waits in the socket
    bool m_inputPaused = false; ///< more has come during a call; not listened to until it ends
    bool m_pressed = false;     ///< unsent() has exceeded the mark and not yet fallen to half of it
    bool m_resumeAsked = false;
    bool m_holding = false; ///< a begun answer's head waits in m_out for company
    bool m_linger = false;
    bool m_sound = false;   ///< the head of the request under way is whole and checked
    bool m_isHead = false;  ///< the request under way is a HEAD
    bool m_chunked = false; ///< the answer under way
    bool m_bodiless = false;
    bool m_closeAfter = false;
    bool m_mayUpgrade = false;   ///< the request under way
    std::int64_t m_requests = 0; ///< so far on this connection, an upgraded one's messages too
    std::uint32_t m_events = 0;
    Gate::Pass m_pass = 0;

    std::string m_in; ///< read and not yet taken; empty on an idle connection
    HeadParser m_head;
    ChunkDecoder m_chunks;
    std::uint64_t m_bodyLeft = 0;
    std::size_t m_bodyLimit = 0;
    std::size_t m_bodyCounted = 0; ///< bytes of the body, or of messages, that the quota knows of
    std::shared_ptr<Request> m_request;
    std::shared_ptr<Call> m_entrant; ///< on its way through the gate
    Call *m_call = nullptr;
    WriteBuffer m_out;

    // Monotonic microseconds, 0: none. The timer isn't moved when a deadline moves away; it fires at the old one and
    // looks.
    std::int64_t m_readDeadline = 0;
    std::int64_t m_writeDeadline = 0;
    std::int64_t m_armed = 0;
    ops::TimerId m_timer = 0;
};

} // namespace beaver::http
