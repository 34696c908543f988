#include <server/batches/batch_job.h>

#include <algorithm>
#include <utility>

namespace beaver::batches {

std::size_t BatchJob::takeLine()
{
    if (again.empty())
        return next++;
    const std::size_t line = again.front();
    again.pop_front();
    return line;
}

bool BatchJob::hasLine()
{
    while (next < lines.size() && done[next])
        ++next;
    return !again.empty() || next < lines.size();
}

std::int64_t BatchJob::nextLineUs() const
{
    return crowded && ends == 0 ? std::max(pausedUntilUs, crowdedUntilUs) : pausedUntilUs;
}

void BatchJob::wake()
{
    if (auto waiting = std::exchange(nudge, std::nullopt))
        waiting->set(true);
}

std::string BatchJob::lineKey(std::size_t line) const
{
    // A client's key has no blanks: see relay::Idempotency::checkKey().
    return "batch " + batch.id.text() + ' ' + std::to_string(lines[line].number);
}

} // namespace beaver::batches
