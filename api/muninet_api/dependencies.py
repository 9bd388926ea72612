"""What routers take from the application, as annotated aliases."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from muninet.answers import Questions
from muninet.catalogue import Catalogue
from muninet.quality.keeping import Keeper


def _questions(request: Request) -> Questions:
    questions: Questions = request.app.state.questions
    return questions


def _catalogue(request: Request) -> Catalogue:
    catalogue: Catalogue = request.app.state.catalogue
    return catalogue


def _keeper(request: Request) -> Keeper:
    keeper: Keeper = request.app.state.keeper
    return keeper


QuestionsDep = Annotated[Questions, Depends(_questions)]
CatalogueDep = Annotated[Catalogue, Depends(_catalogue)]
KeeperDep = Annotated[Keeper, Depends(_keeper)]
