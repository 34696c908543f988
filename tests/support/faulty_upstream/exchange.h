#pragma once

#include "answer.h"
#include "observer.h"
#include "request.h"
#include "selection.h"
#include "wire.h"

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace faulty {

/// Named barriers that a test opens with `POST /_release?gate=NAME`. Thread-safe; a gate stays open until a reset.
class Gates
{
public:
    ~Gates();
    /// Readable once the gate is open; owned by this.
    int descriptor(const std::string &name);
    void release(const std::string &name);
    void reset();

private:
    std::mutex m_mutex;
    std::map<std::string, int> m_descriptors;
};

/// What all exchanges share. `fixtures` is a folder or empty.
struct Services
{
    Observer observer;
    Gates gates;
    std::string fixtures;
    std::uint16_t port = 0;
    std::uint16_t trapPort = 0;
    std::uint16_t refusingPort = 0;
    std::uint16_t blackHolePort = 0;
};

enum class Framing { Length, Chunked, UntilClose };

/// An answer before it is sent: a behaviour builds it whole and may then bend it.
struct Plan
{
    int status = 200;
    std::string reason = {};             ///< empty: the usual one
    Headers headers = {};                ///< without the framing's own
    std::vector<std::string> parts = {}; ///< of the body; chunk_ms passes between two of them
    Framing framing = Framing::Length;
    bool close = false;

    std::string body() const;
};

/// One request and the means to answer it. Lives on its connection's thread.
class Exchange
{
public:
    Exchange(const Request &request_, const Selection &selection_, Wire &wire_, Services &services_,
             std::uint64_t number_);

    const Request &request;
    const Selection &selection;
    Wire &wire;
    Services &services;
    const std::uint64_t number;
    bool keepAlive;

    /// Sends a plan and obeys the common options (delay_ms, chunk_ms, split, gate, framing, close). False: the client
    /// left.
    bool deliver(Plan plan);

    /// The same in three steps, for behaviours that leave in the middle. `lead` waits for gate and delay_ms.
    bool lead(const Plan &plan);
    bool piece(const Plan &plan, std::string_view bytes);
    bool tail(const Plan &plan);
    /// Gate and delay_ms only, for behaviours that write their own bytes.
    bool delay();
    /// Status line and headers with their blank line, as `lead` sends them.
    std::string headOf(const Plan &plan) const;

    /// The connection can't be used again, and its end is the behaviour's doing.
    void cut()
    {
        keepAlive = false;
        m_cut = true;
    }
    bool wasCut() const { return m_cut; }
    /// The whole answer was sent.
    bool isComplete() const { return m_complete; }
    std::string takeBody() { return std::move(m_sentBody); }

private:
    bool m_cut = false;
    bool m_complete = false;
    std::string m_sentBody;
};

Plan jsonPlan(int status, std::string body);
Plan textPlan(int status, std::string_view type, std::string body);
/// Each event is one part.
Plan ssePlan(std::vector<std::string> events);
/// `event: …` where it has a name, `data: …` and a blank line for each.
std::vector<std::string> framed(const std::vector<StreamEvent> &events, std::string_view lineEnd = "\n");
std::string framed(const StreamEvent &event, std::string_view lineEnd = "\n");

/// What a well-behaved provider would answer to this request.
Answer answerOf(const Exchange &exchange);
Plan ordinaryPlan(const Exchange &exchange);
/// The same with this usage object, which goes in as it is; empty: none, even if it was asked for.
Plan planWithUsage(const Exchange &exchange, const Answer &answer, std::string_view usage);

std::string_view reasonOf(int status);

} // namespace faulty
