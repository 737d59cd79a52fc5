using System.Text.RegularExpressions;
using LocalRig.Words;
using Xunit;

namespace LocalRig.Core.Tests.Words;

/// <summary>Words and names that are recognised by hand are those that the patterns say, which stand here alone.</summary>
public sealed class BoardNameTests
{
    private const string Boards = @"^(?:[XZBHAQW]\d{3}[A-Z]{0,2}|[WT]RX\d0)(?:-[A-Z0-9]+)*$";
    private const string Computers = @"^\s*(?:(?:an?|the|used)\s)?(?:mac|macbook|imac)\b";

    [Fact]
    public void Boards_are_known_by_their_chipset()
    {
        string[] beginnings = ["X399", "b650", "Z790", "W790", "A620", "C621", "X99", "X3990", "WRX80", "TRX40", "trx5", "TRX55", "WRX8O", "RX6900", "H100", "X39", ""];
        string[] ends = ["", "M", "me", "MEG", "-A", "-", "-PLUS-2", "--x", "-é", " "];
        string[] all = [.. beginnings.SelectMany(_ => ends, static (b, e) => b + e)];
        Assert.Equal(all.Where(w => Regex.IsMatch(w, Boards, RegexOptions.IgnoreCase)), all.Where(RigVocabulary.IsBoard));
        Assert.Contains("X399-A", all.Where(RigVocabulary.IsBoard));
    }

    [Theory]
    [InlineData("mac")]
    [InlineData("a MacBook")]
    [InlineData("the iMac, late 2015")]
    [InlineData("used macbook-pro")]
    [InlineData("macs")]
    [InlineData("used card")]
    [InlineData("a")]
    [InlineData("an")]
    [InlineData("my mac")]
    [InlineData("mac_pro")]
    [InlineData("")]
    public void Computers_without_a_chip_are_told_apart_from_unknown_names(string name) =>
        Assert.Equal(Regex.IsMatch(name, Computers, RegexOptions.IgnoreCase), DeviceNames.Unknown(name).Contains("several chips", StringComparison.Ordinal));
}
