using LocalRig.Advice.Buying;
using LocalRig.Advice.Comparing;
using LocalRig.Advice.Levers;
using LocalRig.Advice.Needs;
using LocalRig.Advice.Ranking;
using LocalRig.Answers;
using LocalRig.Audit;
using LocalRig.Planning;
using LocalRig.Questions;
using LocalRig.Rigs;
using ModelContextProtocol.Server;

namespace LocalRig.Web.Mcp;

/// <summary>Every tool offered to language models.</summary>
internal static class ToolTable
{
    /// <summary>All of them.</summary>
    /// <param name="desk">Where they ask.</param>
    /// <param name="turns">When they are answered.</param>
    public static IEnumerable<McpServerTool> All(Desk desk, ToolTurns turns) =>
    [
        new QuestionTool<PlanRequest, MemoryPlan>(AskPlan.Question, PlanTools.DoesItFit, desk, turns),
        new QuestionTool<MatchRequest, MatchAnswer>(AskMatch.Question, ChoiceTools.WhatRuns, desk, turns),
        new QuestionTool<PlanRequest, Curve>(AskCurve.Question, PlanTools.LargestContext, desk, turns),
        new QuestionTool<PlanRequest, LeverBoard>(AskLevers.Question, PlanTools.MakeItFit, desk, turns),
        new QuestionTool<QuantsRequest, QuantsAnswer>(AskQuants.Question, ChoiceTools.WhichQuant, desk, turns),
        new QuestionTool<NeedsRequest, NeedsAnswer>(AskNeeds.Question, ChoiceTools.Needs, desk, turns),
        new QuestionTool<CompareRequest, Comparison>(AskCompare.Question, ChoiceTools.Compare, desk, turns),
        new QuestionTool<CommandsRequest, CommandsAnswer>(AskCommands.Question, PlanTools.HowToRun, desk, turns),
        new QuestionTool<BuyRequest, BuyAnswer>(AskBuy.Question, MoneyTools.WhatToBuy, desk, turns),
        new QuestionTool<BuyRequest, UpgradeAnswer>(AskUpgrade.Question, MoneyTools.Upgrade, desk, turns),
        new QuestionTool<PricesRequest, PricesAnswer>(AskPrices.Question, MoneyTools.KnownPrices, desk, turns),
        new QuestionTool<AuditRequest, AuditReport>(AskAudit.Question, ClaimTools.AuditGuide, desk, turns),
        new QuestionTool<RankRequest, RankAnswer>(AskRank.Question, ClaimTools.Rank, desk, turns),
        new QuestionTool<WordsRequest, UnderstoodRig>(AskRig.Question, ClaimTools.IdentifyHardware, desk, turns),
        new QuestionTool<WordsRequest, UnderstoodModel>(AskModel.Question, ClaimTools.IdentifyModel, desk, turns),
        new QuestionTool<DoctorRequest, MachineReport>(AskDoctor.Question, ClaimTools.ThisMachine, desk, turns),
    ];
}
