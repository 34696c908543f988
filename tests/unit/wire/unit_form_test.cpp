#include "unit_files.h"

#include <gtest/gtest.h>
#include <server/wire/unit_form.h>

using namespace beaver;
using namespace beaver::tests;

namespace {

/// `name=content; …`, files with their names, or what is wrong.
std::string partsOf(const std::string &body, const std::string &boundary = "b")
{
    const auto parts = wire::parseForm(body, boundary);
    if (!parts)
        return parts.error().message + (parts.error().param.empty() ? "" : " [" + parts.error().param + "]");
    std::string text;
    for (const auto &part : *parts)
        text += std::string(part.name) + (part.file ? "(" + part.fileName + ")" : "") + "=" +
                body.substr(part.begin, part.end - part.begin) + ";";
    return text;
}

std::string part(const std::string &headers, const std::string &content)
{
    return "--b\r\n" + headers + "\r\n\r\n" + content + "\r\n";
}

const std::string named = "Content-Disposition: form-data; name=\"a\"";

} // namespace

TEST(UnitForm, PartsAreReadAsTheyStand)
{
    EXPECT_EQ(partsOf(part(named, "1") + "--b--\r\n"), "a=1;");
    EXPECT_EQ(partsOf(part(named, "1") + "--b--"), "a=1;");
    EXPECT_EQ(partsOf(part(named, "") + "--b--"), "a=;");
    EXPECT_EQ(partsOf(part(named, "-b--b\r\n--a") + "--b--"), "a=-b--b\r\n--a;");
    EXPECT_EQ(partsOf(part("content-disposition:form-data;name=a", "\r\n\0x") + "--b--"), "a=\r\n;");
    EXPECT_EQ(partsOf(part("X-Other: 1\r\nContent-Disposition: Form-Data; name=\"f\"; filename=\"a \\\"b\\\".mp3\"\r\n"
                           "Content-Type: audio/mpeg\r\nContent-Transfer-Encoding: binary",
                           "xyz") +
                      part(named, "2") + "--b--"),
              "f(a \"b\".mp3)=xyz;a=2;");
    EXPECT_EQ(
        partsOf(part("Content-Disposition: form-data; name=\"f\"; filename*=UTF-8''%e2%82%ac.mp3", "x") + "--b--"),
        "f()=x;");
    const std::string list = "Content-Disposition: form-data; name=\"i[]\"; filename=\"1\"";
    EXPECT_EQ(partsOf(part(list, "1") + part(list, "2") + "--b--"), "i[](1)=1;i[](1)=2;");
}

TEST(UnitForm, WhatReadersWouldDisagreeAboutIsRefused)
{
    const auto refused = [](const std::string &body, const std::string &why) {
        EXPECT_NE(partsOf(body).find(why), std::string::npos) << partsOf(body);
    };
    refused("", "doesn't begin with its boundary");
    refused("preamble\r\n" + part(named, "1") + "--b--", "doesn't begin with its boundary");
    refused("--b--\r\n", "no parts");
    refused("--b\n" + named + "\n\n1\n--b--", "something else than a line end");
    refused("--b \r\n" + named + "\r\n\r\n1\r\n--b--", "something else than a line end");
    refused(part(named, "1"), "closing boundary is missing");
    refused(part(named, "1") + "--b--\r\nmore", "follows its closing boundary");
    refused("--b\r\n" + named + "\r\n\r\n1", "closing boundary is missing");
    refused("--b\r\n" + named + "\r\n\r\n1\r\n--bc\r\n--b--", "something else than a line end");
    refused("--b\r\n" + named + "\r\n--b--", "headers of a part don't end");
    refused("--b\r\n" + named + "\r\n--b--\r\n", "malformed header");
    refused(part(named, "--b\r\nx") + "--b--", "no empty line behind its headers");
    refused("--b\r\n" + named + "\r\n\r\n--b--", "no empty line behind its headers");
    refused(part("Content-Type: text/plain", "1") + "--b--", "no Content-Disposition");
    refused(part(named + "\r\n" + named, "1") + "--b--", "two Content-Dispositions");
    refused(part("Content-Disposition: attachment; name=\"a\"", "1") + "--b--", "isn't form-data");
    refused(part("Content-Disposition: form-data", "1") + "--b--", "no name");
    refused(part("Content-Disposition: form-data; name=\"\"", "1") + "--b--", "no name");
    refused(part("Content-Disposition: form-data; name=\"a\"; name=\"b\"", "1") + "--b--", "no name, two");
    refused(part("Content-Disposition: form-data; name=\"a\\\"b\"", "1") + "--b--", "escaped");
    refused(part("Content-Disposition: form-data; name=\"a", "1") + "--b--", "malformed");
    refused(part("Content-Disposition : form-data; name=\"a\"", "1") + "--b--", "malformed header");
    refused(part(" Content-Disposition: form-data; name=\"a\"", "1") + "--b--", "malformed header");
    refused(part(named + "\r\nContent-Transfer-Encoding: base64", "1") + "--b--", "coded");
    refused(part(named, "1") + part(named, "2") + "--b--",
            "occurs twice; readers would disagree about which one counts. [a]");
}

TEST(UnitForm, EverythingIsBounded)
{
    std::string many;
    for (std::size_t at = 0; at <= wire::mostFormParts; ++at)
        many += part("Content-Disposition: form-data; name=\"a" + std::to_string(at) + "\"", "1");
    EXPECT_NE(partsOf(many + "--b--").find("more than 64 parts"), std::string::npos);
    EXPECT_NE(partsOf(part(named + "\r\nX: " + std::string(5000, 'x'), "1") + "--b--").find("4096 bytes"),
              std::string::npos);
    EXPECT_NE(partsOf(part(named, std::string(wire::longestFormText + 1, 'x')) + "--b--").find("longer than"),
              std::string::npos);
    const auto file = part(named + "; filename=\"x\"", std::string(wire::longestFormText + 1, 'x')) + "--b--";
    EXPECT_TRUE(wire::parseForm(file, "b").ok());
}

TEST(UnitForm, TheBoundaryStandsInTheContentType)
{
    const auto boundary = [](const char *type) {
        const auto read = wire::formBoundary(type);
        return read ? *read : "refused";
    };
    EXPECT_TRUE(wire::isForm("Multipart/Form-Data; boundary=x"));
    EXPECT_FALSE(wire::isForm("multipart/mixed; boundary=x"));
    EXPECT_EQ(boundary("multipart/form-data; boundary=----WebKitFormBoundaryA1"), "----WebKitFormBoundaryA1");
    EXPECT_EQ(boundary("multipart/form-data; charset=utf-8; Boundary=\"a b:c\""), "a b:c");
    for (const char *type :
         {"multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\"\"",
          "multipart/form-data; boundary=a; boundary=b", "multipart/form-data; boundary=\"a \"",
          "multipart/form-data; boundary=a@b", "multipart/form-data, boundary=a",
          "multipart/form-data; boundary=0123456789012345678901234567890123456789012345678901234567890123456789x"})
        EXPECT_EQ(boundary(type), "refused") << type;
}

TEST(UnitForm, CutAnywhereItIsRefused)
{
    const auto whole = Form().text("model", "whisper-1").file("file", "a.mp3", "\r\n--Xy").body();
    ASSERT_TRUE(wire::parseForm(whole, "XyZ").ok());
    for (std::size_t cut = 0; cut + 2 < whole.size(); ++cut)
        EXPECT_FALSE(wire::parseForm(std::string_view(whole).substr(0, cut), "XyZ").ok()) << cut;
}
