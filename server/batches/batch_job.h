#pragma once

#include <server/batches/batch_input.h>
#include <server/batches/line_caller.h>
#include <server/ops/async.h>

#include <deque>
#include <optional>
#include <unordered_map>
#include <vector>

namespace beaver::batches {

/// One batch while it is carried out. Loop's thread only.
struct BatchJob
{
    explicit BatchJob(Batch what)
        : batch(std::move(what))
    {}

    Batch batch;
    std::vector<LinePlace> lines;
    std::unordered_map<std::string, std::size_t> byCustomId; ///< only until the results of before have been read
    std::vector<bool> done;                                  ///< answered, and its result handed to the disk
    std::size_t next = 0;                                    ///< the first line that was never begun
    std::deque<std::size_t> again;                           ///< begun, and to be called once more
    std::unordered_map<std::size_t, int> tries;
    int inFlight = 0;
    bool cancelled = false;
    bool lost = false;                 ///< its input is gone
    std::optional<LineAnswer> stopped; ///< the balance is used up
    std::int64_t pausedUntilUs = 0;    ///< monotonic

    /// What its lines take is held by calls under way, its own or others: one begins when one has ended, else after a
    /// while.
    bool crowded = false;
    int ends = 0;                    ///< of lines, that none has begun for
    std::int64_t crowdedUntilUs = 0; ///< monotonic
    /// When it may begin a line; monotonic. 0: now.
    std::int64_t nextLineUs() const;

    bool granted = false; ///< a slot was given to it while it waited
    bool queued = false;  ///< it waits for one
    std::optional<ops::Promise<bool>> nudge;

    /// Results on their way to the disk.
    std::string toOutput;
    std::string toErrors;
    std::vector<ops::Promise<bool>> writers;
    bool writing = false;
    bool countsPending = false; ///< the database will be told soon

    /// The next line to call; the first ones first, so that all before it have been begun.
    std::size_t takeLine();
    bool hasLine();
    /// Wakes the coroutine that carries it out.
    void wake();
    std::string lineKey(std::size_t line) const;
};

} // namespace beaver::batches
