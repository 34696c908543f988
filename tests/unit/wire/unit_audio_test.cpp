#include "fixtures.h"
#include "unit_files.h"

#include <gtest/gtest.h>
#include <server/wire/codec_support.h>
#include <server/wire/unit_audio.h>

using namespace beaver;
using namespace beaver::tests;
using wire::audioMs;

TEST(UnitAudio, EveryContainerTellsItsLength)
{
    EXPECT_EQ(audioMs(wavFile(16'000, 1, 2.5)), 2500);
    EXPECT_EQ(audioMs(wavFile(44'100, 2, 1)), 1000);
    EXPECT_EQ(audioMs(flacFile(44'100, 44'100 * 61)), 61'000);
    EXPECT_EQ(audioMs(opusFile(7)), 7000);
    EXPECT_EQ(audioMs(mp3File(100)), 2613); // 100 × 1152 / 44100
    EXPECT_EQ(audioMs(adtsFile(43)), 999);  // 43 × 1024 / 44100
    EXPECT_EQ(audioMs(m4aFile(12)), 12'000);
    EXPECT_EQ(audioMs(fragmentedM4aFile(4)), 4006); // 2 × 48000 + 2 × 47 × 1024
    EXPECT_EQ(audioMs(webmFile(3300, true)), 3301);
    EXPECT_EQ(audioMs(webmFile(3300, false)), 3300);
}

TEST(UnitAudio, TagsBeforeMusicAreSkipped)
{
    const std::string tag =
        std::string("ID3\x04\x00\x00", 6) + std::string("\x00\x00\x02\x00", 4) + std::string(256, '\xff');
    EXPECT_EQ(audioMs(tag + mp3File(100)), 2613);
    EXPECT_EQ(audioMs(tag + flacFile(8000, 16'000)), 2000);
    EXPECT_EQ(audioMs(mp3File(50) + "TAG" + std::string(125, ' ')), 1307);
    EXPECT_EQ(audioMs(std::string(777, '\xff') + mp3File(100)), 2613); // bytes that only look like the begin of a frame
}

TEST(UnitAudio, AHeaderThatSaysTooLittleDoesNotMakeItShorter)
{
    EXPECT_EQ(audioMs(wavFile(8000, 1, 3, 0)), 3000); // a recorder's that didn't know yet
    EXPECT_EQ(audioMs(wavFile(8000, 1, 3, 0xffff'ffff)), 3000);
    auto dear = wavFile(8000, 1, 3);
    dear.replace(28, 4, littleEndian(999'999'999, 4)); // a byte rate that nobody plays at
    EXPECT_EQ(audioMs(dear), 3000);
    auto silent = m4aFile(12);
    silent.replace(silent.find("mdhd") + 16 + 4, 4, bigEndian(1, 4));
    silent.replace(silent.find("mvhd") + 16 + 4, 4, bigEndian(1, 4));
    EXPECT_EQ(audioMs(silent), 12'000); // as the samples are decoded
}

TEST(UnitAudio, WhatDoesNotSayIsUnknown)
{
    EXPECT_FALSE(audioMs(""));
    EXPECT_FALSE(audioMs("#!AMR\n 0123456789012345"));
    EXPECT_FALSE(audioMs(std::string(100'000, '\0')));
    EXPECT_FALSE(audioMs(std::string(100'000, '\xff')));
    EXPECT_FALSE(audioMs(flacFile(44'100, 0)));
    EXPECT_FALSE(audioMs("RIFF\x01\x02\x03\x04WAVEdata\x08" + std::string(30, '\0'))); // no rate
    auto zero = wavFile(8000, 1, 1);
    zero.replace(24, 4, littleEndian(0, 4));
    EXPECT_FALSE(audioMs(zero));
    EXPECT_FALSE(audioMs(opusFile(0)));
    EXPECT_FALSE(audioMs(flacFile(1, (std::uint64_t{1} << 36) - 1))); // two thousand years
}

TEST(UnitAudio, FilesThatAreCutOrChangedAnywhereDoNoHarm)
{
    const std::string deep = [] {
        std::string nested = "x";
        for (int level = 0; level < 2000; ++level)
            nested = box(level % 2 == 0 ? "minf" : "stbl", nested);
        return box("ftyp", "M4A isom") + box("moov", box("trak", box("mdia", nested)));
    }();
    EXPECT_FALSE(audioMs(deep));
    for (const std::string &file : {wavFile(8000, 1, 0.01), flacFile(44'100, 9), opusFile(2), mp3File(3), adtsFile(3),
                                    m4aFile(2), fragmentedM4aFile(2), webmFile(300, true)}) {
        for (std::size_t cut = 0; cut < file.size(); ++cut) {
            (void)audioMs(std::string_view(file).substr(0, cut));
            for (const char byte : {'\0', '\x7f', '\xff'}) {
                std::string changed = file;
                changed[cut] = byte;
                const auto ms = audioMs(changed);
                EXPECT_TRUE(!ms || (*ms >= 0 && *ms <= 2 * wire::audio::longestMs));
            }
        }
    }
}

TEST(UnitAudio, BegunSecondsAreWhole)
{
    EXPECT_EQ(wire::pricedSeconds(0), 1);
    EXPECT_EQ(wire::pricedSeconds(1000), 1);
    EXPECT_EQ(wire::pricedSeconds(1001), 2);
    EXPECT_EQ(wire::longestAudioMs(750'000), 1'001'000);
}

TEST(UnitAudio, ARecordedMp3)
{
    const auto request = readFile(std::string(BEAVER_SHARED_DATA) + "/data/fixtures/openai/audio_input/request.json");
    if (request.empty())
        GTEST_SKIP() << "the recorded exchanges aren't here";
    simdjson::dom::element root;
    ASSERT_FALSE(wire::parseJson(request).get(root));
    const auto base64 = std::string_view(root.at_pointer("/messages/0/content/1/input_audio/data"));
    const auto file = wire::decodeBase64(base64);
    ASSERT_TRUE(file);
    const auto ms = audioMs(*file);
    ASSERT_TRUE(ms);
    EXPECT_GT(*ms, 500);
    EXPECT_LT(*ms, 3000);
    RecordProperty("ms", static_cast<int>(*ms));
}
