using LocalRig.Cli.Commands;
using LocalRig.Cli.Rendering;
using LocalRig.Questions;

namespace LocalRig.Cli.Faces;

/// <summary>Every question's screen. A question without one is shown as JSON.</summary>
internal static class FaceTable
{
    private static readonly ScreenOption EveryOffer = new("--all", "every offer in detail, and every card without a known price");

    private static bool Why<TAnswer>(Showing<TAnswer> showing) => showing.Choices.Has(Notes.Option.Name);

    /// <summary>The face of a question.</summary>
    public static Face Of(string question) =>
        question switch
        {
            "survey" => new Face<SurveyRequest, Answers.SurveyAnswer>(AskSurvey.Question, HomeScreen.Show) { Options = [new("--all", "every model of the catalogue, not just the best"), Notes.Option] },
            "start" => new Face<StartRequest, Advice.Starting.StartPick>(AskStart.Question, StartScreen.Show) { Prepare = StartDialog.AskAsync, Options = [Notes.Option] },
            "match" => new Face<MatchRequest, Answers.MatchAnswer>(AskMatch.Question, s => s.Terminal.Draw(MatchScreen.Of(s.Answer.Matches, s.Terminal.Width, Why(s)))) { Options = [Notes.Option] },
            "doctor" => new Face<DoctorRequest, Rigs.MachineReport>(AskDoctor.Question, s => s.Terminal.Draw(DoctorScreen.Of(s.Answer))),
            "plan" => new Face<PlanRequest, Planning.MemoryPlan>(AskPlan.Question, PlanScreen.Show) { Options = [Notes.Option] },
            "inspect" => new Face<InspectRequest, Answers.Inspection>(AskInspect.Question, s => s.Terminal.Draw(InspectScreen.Of(s.Answer.Model, s.Answer.EveryTensor))),
            "curve" => new Face<PlanRequest, Answers.Curve>(AskCurve.Question, CurveScreen.Show) { Options = [new(CurveScreen.Svg, "print the chart as an SVG picture"), new(CurveScreen.Users, "show users at once instead of context")] },
            "levers" => new Face<PlanRequest, Advice.Levers.LeverBoard>(AskLevers.Question, s => s.Terminal.Draw(LeversScreen.Of(s.Answer, s.Terminal.Width, new Notes(s.Terminal.Width, Why(s))))) { Options = [Notes.Option] },
            "quants" => new Face<QuantsRequest, Answers.QuantsAnswer>(AskQuants.Question, s => s.Terminal.Draw(QuantsScreen.Of(s.Answer.Model, s.Answer.Rig, s.Answer.Quants, s.Terminal.Width, new Notes(s.Terminal.Width, Why(s))))) { Options = [Notes.Option] },
            "needs" => new Face<NeedsRequest, Advice.Needs.NeedsAnswer>(AskNeeds.Question, s => s.Terminal.Draw(NeedsScreen.Of(s.Answer, s.Choices.Has("--all"), s.Terminal.Width, Why(s))))
            {
                Options = [new("--all", "every machine of the catalogue that does it"), Notes.Option],
            },
            "compare" => new Face<CompareRequest, Advice.Comparing.Comparison>(AskCompare.Question, s => s.Terminal.Draw(ComparisonScreen.Of(s.Answer))),
            "buy" => new Face<BuyRequest, Advice.Buying.BuyAnswer>(AskBuy.Question, s => s.Terminal.Draw(BuyScreen.Of(s.Answer, s.Choices.Has("--all"), s.Terminal.Width, Why(s))))
            {
                Options = [EveryOffer, Notes.Option],
                Prepare = SearchVariable.ReadAsync,
            },
            "upgrade" => new Face<BuyRequest, Advice.Buying.UpgradeAnswer>(AskUpgrade.Question, s => s.Terminal.Draw(UpgradeScreen.Of(s.Answer, s.Choices.Has("--all"), s.Terminal.Width, Why(s))))
            {
                Options = [new("--all", "every step in detail"), Notes.Option],
                Prepare = SearchVariable.ReadAsync,
            },
            "cloud" => new Face<CloudRequest, Answers.CloudReply>(AskCloud.Question, CloudScreen.Show) { Options = [Notes.Option] },
            "audit" => new Face<AuditRequest, Audit.AuditReport>(AskAudit.Question, AuditFace.Show)
            {
                Options = AuditFace.Options,
                Prepare = AuditFace.ReadInputAsync,
                Check = AuditFace.Check,
                Code = AuditFace.Code,
            },
            "prices" => new Face<PricesRequest, Answers.PricesAnswer>(AskPrices.Question, s => s.Terminal.Draw(PricesScreen.Of(s.Answer, s.Terminal.Width))),
            "rank" => new Face<RankRequest, Advice.Ranking.RankAnswer>(AskRank.Question, s => s.Terminal.Draw(RankScreen.Of(s.Answer, s.Terminal.Width))),
            "models" => new Face<FilterRequest, IEnumerable<Catalog.CatalogModel>>(AskModels.Question, s => s.Terminal.Draw(ModelsScreen.Of([.. s.Answer], s.Terminal.Width))),
            "rigs" => new Face<FilterRequest, System.Collections.Immutable.ImmutableArray<Devices.KnownDevice>>(AskRigs.Question, s => s.Terminal.Draw(RigsScreen.Of(s.Answer))),
            "model" => new Face<WordsRequest, UnderstoodModel>(AskModel.Question, s => s.Terminal.Draw(ModelScreen.Of(s.Answer))),
            "rig" => new Face<WordsRequest, UnderstoodRig>(AskRig.Question, s => s.Terminal.Draw(RigScreen.Of(s.Answer))),
            "commands" => new Face<CommandsRequest, Answers.CommandsAnswer>(AskCommands.Question, s => CommandsScreen.Show(s.Terminal, s.Answer, Why(s))) { Options = [Notes.Option] },
            "serve" => new Face<ServeRequest, Answers.ServeAnswer>(AskServe.Question, ServeScreen.Show) { Options = [Notes.Option] },
            _ => new JsonFace(QuestionTable.Get(question)),
        };
}
