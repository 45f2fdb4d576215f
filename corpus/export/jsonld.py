"""Records as schema.org JSON-LD: a NewsArticle a bulletin, with the events, people and bodies it tells of."""

from typing import Any

from corpus.export.names import Names
from corpus.query.rows import Row
from corpus.search.sentences import Sentences

CONTEXT = "https://schema.org"
_STATUS = {"cancelled": "https://schema.org/EventCancelled", "planned": "https://schema.org/EventScheduled"}
_TYPES = {"PublicBody": "GovernmentOrganization", "Company": "Corporation"}


def _said(node: Row) -> Row:
    """A node without what is not known."""
    return {key: value for key, value in node.items() if value is not None and value != [] and value != ""}


def urn(identifier: str) -> str:
    """A bulletin's or an event's id as an IRI.

    >>> urn("mau-khanh-thanh#award-1")
    'urn:bantin:mau-khanh-thanh#award-1'
    """
    return f"urn:bantin:{identifier}"


def _agent(name: str, names: Names) -> Row:
    kind = names.kind(name)
    return {"@type": "Person" if kind == "Person" else _TYPES.get(kind or "", "Organization"), "name": name}


def _named(all_names: list[str], names: Names) -> list[Row]:
    return [_agent(name, names) for name in all_names if names.kind(name)]


def _place(name: str | None) -> Row | None:
    return {"@type": "Place", "name": name} if name else None


def monetary_amount(amount: Row) -> Row:
    """An amount as MonetaryAmount: numbers are integers or decimal text, as in the record.

    >>> monetary_amount({"value": 620000000000, "currency": "VND"})
    {'@type': 'MonetaryAmount', 'currency': 'VND', 'value': 620000000000}
    """
    node: dict[str, Any] = {"@type": "MonetaryAmount", "currency": amount["currency"], "value": amount.get("value")}
    node |= {"minValue": amount.get("min"), "maxValue": amount.get("max")}
    words = [amount.get("hedge"), f"per {amount['per']}" if amount.get("per") else None]
    return _said(node | {"description": "; ".join(w for w in words if w)})


def _event(event: Row, names: Names, sentences: Sentences) -> Row:
    common: Row = {
        "@id": urn(event["id"]),
        "startDate": event["date"],
        "endDate": event["date_end"],
        "eventStatus": _STATUS.get(event["modality"] or ""),
        "description": sentences.telling(event["evidence"]),
    }
    if event["type"] == "conference":
        return _said(
            {"@type": "Event", "additionalType": urn("schema/conference"), "name": event["name"], **common}
            | {"location": _place(event["location"]), "organizer": [_agent(o, names) for o in event["organisers"]]}
            | {"attendee": _named(event["participants"], names)}
        )
    if event["type"] == "award":
        award = event["award"]
        recipients = [n | {"award": award} if award else n for n in _named(event["recipients"], names)]
        return _said(
            {"@type": "Event", "additionalType": urn("schema/award"), "name": award, **common}
            | {"organizer": _agent(event["issuer"], names) if event["issuer"] else None}
            | {"attendee": recipients, "contributor": _named(event["presenters"], names)}
        )
    licensed_by = event["licensed_by"]
    funding = [
        _said(
            {"@type": "MonetaryGrant", "name": event["kind"], "amount": monetary_amount(amount)}
            | {"funder": [_agent(i, names) for i in event["investors"]]}
        )
        for amount in event["amounts"]
    ]
    about = _said(
        {"@type": "Project", "name": event["project"], "location": _place(event["location"]), "funding": funding}
        | {"identifier": event["decision"], "funder": [_agent(i, names) for i in event["investors"]]}
    )
    return _said(
        {"@type": "Event", "additionalType": urn("schema/investment"), "name": event["project"], **common}
        | {"location": _place(event["location"]), "keywords": [k for k in (event["scope"], event["status"]) if k]}
        | {"about": about, "organizer": _agent(licensed_by, names) if licensed_by else None}
        | {"superEvent": {"@id": urn(event["part_of"])} if event["part_of"] else None}
    )


def _official(official: Row) -> Row:
    roles = [
        _said(
            {"@type": "OrganizationRole", "roleName": office["title"]}
            | {
                "memberOf": {"@type": "Organization", "name": office["organisation"]}
                if office["organisation"]
                else None
            }
        )
        for office in official["positions"]
    ]
    return {"@type": "Person", "name": official["name"], "memberOf": roles}


def article(record: Row) -> Row:
    """The NewsArticle node of a record, without its @context."""
    facts, names, sentences = record["bulletin"], Names(record), Sentences(record)
    publisher = facts["publisher"]
    return _said(
        {
            "@type": "NewsArticle",
            "@id": urn(record["id"]),
            "url": facts["url"],
            "headline": facts["title"],
            "datePublished": facts["published"],
            "publisher": {"@type": "Organization", "name": publisher} if publisher else None,
            "inLanguage": facts["language"],
            "articleBody": record["text"],
            "mentions": [_official(official) for official in record["officials"]],
            "about": [_event(event, names, sentences) for event in record["events"]],
        }
    )
