#pragma once

#include <server/wire/sse.h>
#include <server/wire/token_estimate.h>
#include <server/wire/unit_request.h>
#include <simdjson.h>

#include <optional>
#include <string_view>

namespace beaver::wire {

/// What a whole answer (status 200) says the call used. Empty: it is no answer of this kind (not JSON, nothing in it),
/// so that nothing is owed for it.
///
/// Units that can be counted exactly are (images in `data`, characters); what the provider doesn't report of the others
/// is counted from the request, the recording or the audio, and `estimated`. Where that leaves nothing in a unit that
/// the model is priced by, the worst counts: catalog::chargeable().
std::optional<Usage> readUnitUsage(const UnitRequest &request, std::string_view answerBody,
                                   std::string_view answerContentType);

/// Reads a streamed answer (`text/event-stream`) event by event: completions, and pictures, speech and transcripts as
/// events. An event with a picture can be tens of MB: the splitter needs such a bound. No I/O.
class UnitStreamReader
{
public:
    /// `request` outlives it.
    explicit UnitStreamReader(const UnitRequest &request)
        : m_request(request)
    {}

    void frame(const SseFrame &frame);

    /// The last event only brings usage that the client didn't ask for: it isn't passed on.
    bool hidden() const { return m_hidden; }
    bool content() const { return m_content; }   ///< something of worth has come
    bool finished() const { return m_finished; } ///< all of the answer has
    bool done() const { return m_done; }         ///< `[DONE]`
    bool failed() const { return m_failed; }     ///< an error has
    /// As reported; else what can be counted of what has come so far, and `estimated`. Nothing for no content.
    Usage usage() const;

private:
    void completion(simdjson::dom::object event);
    void typed(std::string_view type, simdjson::dom::object event);

    const UnitRequest &m_request;
    std::optional<Usage> m_reported;
    TokenEstimate m_text;
    std::int64_t m_images = 0;
    std::int64_t m_partialImages = 0;
    bool m_hidden = false;
    bool m_content = false;
    bool m_finished = false;
    bool m_done = false;
    bool m_failed = false;
};

} // namespace beaver::wire
