"""Groundplan's steps, in the order in which one may import the other.

errors → settings → knowledge → numbers → llm → ingest → index → retrieve → ground → answer → extract → brief → advise →
interview → propose → export → store → research → shelf → ledger → weigh → drafts → arrivals → dialogue → evaluate →
consultation → build → commands → cli

knowledge   corpus/ and its tables → typed, validated entries
numbers     quantities → quantities: capacity, service levels, recovery, cost, effort, risk
llm         messages → text, from any OpenAI-compatible endpoint
ingest      a file → pages, blocks and chunks, with what was left out
index       chunks → vectors and full text
retrieve    a query → passages
ground      a claim and its quotation → does the quotation exist, and does it carry the claim?
answer      a question and passages → an answer whose every sentence is cited
extract     pages → facts
brief       facts and answers → the Brief: what is known, from where, how surely
advise      the Brief → levels, scores, options and a recommendation
interview   the Brief and the decision → the next questions; an answer → fields
propose     everything above → the proposal: typed claims, checked
export      the proposal → Markdown, HTML, DOCX, PDF, JSON, evidence pack
store       the record: what was ingested, said, decided and proposed
research    questions to the documents: search, cited answers, the place of a quotation
shelf       documents after they were taken in: what they are, whether they count, what relies on them, how they go
ledger      facts and what people decide about them: confirm, edit, waive, reject, add what was missed, settle contradictions
weigh       the recommendation opened up: what moves it, and what a person weighs or knows better than the tables
drafts      the versions of the proposal: drafted, edited, declared final, compared, exported, checked
arrivals    documents on their way in: unpacked, read, taken in, at once or in the background
dialogue    the interview's questions and answers, kept; the conversation around them
evaluate    the product's own scoreboard
build       settings → an opened application; the only step that chooses implementations
commands    what the command line does, each imported when it is called
"""
