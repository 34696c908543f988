#pragma once

#include <cstdint>
#include <string>

/// Small recordings as encoders write them: the containers are real, what sounds in them is nothing.
namespace beaver::tests {

std::string bigEndian(std::uint64_t number, int bytes);
std::string littleEndian(std::uint64_t number, int bytes);

/// 16 bit PCM. `statedBytes`: what the header says of the data; −1: the truth.
std::string wavFile(int rate, int channels, double seconds, std::int64_t statedBytes = -1);
std::string flacFile(int rate, std::uint64_t samples);
/// Opus pages, one a second.
std::string opusFile(int seconds, int preSkip = 312);
/// A frame of MPEG 1, layer III, 128 kbit/s, 44.1 kHz is 417 bytes and 1152 samples.
std::string mp3File(int frames);
/// A frame of 1024 samples.
std::string adtsFile(int frames, int rateIndex = 4);
std::string box(const std::string &name, const std::string &content);
/// An M4A whose tables say `seconds`, in mvhd, mdhd and stts.
std::string m4aFile(int seconds);
/// The same in fragments of a second, as a recorder writes it.
std::string fragmentedM4aFile(int seconds);
/// Blocks every 100 ms; `duration`: it is stated too.
std::string webmFile(int milliseconds, bool duration);

/// A form of text fields and one file.
class Form
{
public:
    Form &text(const std::string &name, const std::string &value);
    Form &file(const std::string &name, const std::string &fileName, const std::string &content);
    std::string body() const { return m_body + "--XyZ--\r\n"; }
    static std::string contentType() { return "multipart/form-data; boundary=XyZ"; }

private:
    std::string m_body;
};

} // namespace beaver::tests
