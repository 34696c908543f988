#include <gtest/gtest.h>
#include <server/http/edge/characters.h>

#include <string>

namespace beaver::http {

TEST(FieldValue, IsRefusedForAControlCharacterWhereverItStands)
{
    for (std::size_t length = 1; length <= 25; ++length) {
        for (std::size_t at = 0; at < length; ++at) {
            for (int byte = 0; byte < 256; ++byte) {
                for (const char filler : {'a', ' ', '\t', '\x80', '\xff', '~'}) {
                    std::string value(length, filler);
                    value[at] = static_cast<char>(byte);
                    const bool refused = byte != '\t' && (byte < 0x20 || byte == 0x7f);
                    ASSERT_EQ(isFieldValue(value), !refused) << length << " bytes, byte " << byte << " at " << at;
                }
            }
        }
    }
}

} // namespace beaver::http
