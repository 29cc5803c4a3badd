"""What a page reads once, and what a process compiles once."""

import pytest
from django.db.models import Count, F, Q, QuerySet

from accounts.enums import Role
from accounts.models import RoleGrant, User
from base.reading import is_in_hand, prepared, read_once, take_in_hand
from tests.factories.people import a_person

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@prepared
def people_called(name: str, most: int) -> QuerySet[User]:
    held = Count("role_grants")
    return User.objects.filter(full_name=name, version__lte=most).select_related("team").annotate(held=held)


@prepared
def roles_of(user_id: int, role: str) -> QuerySet[RoleGrant, tuple[int, str]]:
    return RoleGrant.objects.filter(user=user_id, role=role).values_list("user_id", "role", "granted_at")


class TestPrepared:
    def test_gives_the_rows_of_the_queryset_for_these_values(self, lead, coordinator):
        for person in (lead, coordinator):
            (found,) = people_called(person.full_name, 5)
            assert (found, found.team, found.held) == (person, person.team, 1)
        assert people_called(lead.full_name, 0) == []

    def test_models_are_as_django_makes_them(self, lead, django_assert_num_queries):
        (found,) = people_called(lead.full_name, 5)
        with django_assert_num_queries(0):
            assert {field.attname: getattr(found, field.attname) for field in User._meta.concrete_fields} == {
                field.attname: getattr(lead, field.attname) for field in User._meta.concrete_fields
            } | {"access_stamp": found.access_stamp}
            assert not found._state.adding

    def test_tuples_are_converted_as_django_converts_them(self, lead):
        grant = lead.role_grants.get()
        assert roles_of(lead.pk, Role.LEAD_SEND_COORDINATOR) == [(lead.pk, grant.role, grant.granted_at)]

    def test_a_value_that_is_no_parameter_of_its_own_is_refused(self):
        part = prepared(lambda words: User.objects.filter(full_name__contains=words))
        with pytest.raises(ValueError, match="does not come out"):
            part("Amina")

    @pytest.mark.parametrize("value", [None, True, 1.5, ["Amina"]])
    def test_only_whole_numbers_and_texts_are_values(self, value):
        with pytest.raises(TypeError):
            prepared(lambda given: User.objects.filter(pk=given))(value)

    def test_values_are_never_part_of_the_sql(self, lead):
        assert people_called("x'; drop table accounts_user; --", 5) == []
        assert people_called(lead.full_name, 5)

    def test_one_that_excludes_and_compares_columns(self, lead):
        others = prepared(lambda pk: User.objects.exclude(pk=pk).filter(Q(version=F("session_epoch"))).order_by("pk"))
        other = a_person()
        assert lead not in others(lead.pk)
        assert other in others(lead.pk)


class TestReadOnce:
    def test_a_thing_in_hand_is_read_once_for_the_same_question(self, lead):
        asked = []
        read = read_once(lambda thing, *more: asked.append(more) or (thing, *more))
        take_in_hand(lead)
        assert [read(lead), read(lead), read(lead, 1), read(lead, 1)] == [(lead,), (lead,), (lead, 1), (lead, 1)]
        assert asked == [(), (1,)]

    def test_any_other_is_read_each_time(self, lead):
        asked = []
        read = read_once(asked.append)
        take_in_hand(lead)
        again = User.objects.get(pk=lead.pk)
        read(again)
        read(again)
        assert asked == [again, again]

    def test_what_lies_beside_a_thing_is_in_hand_only_with_it(self, lead, coordinator):
        take_in_hand(lead, beside=coordinator)
        assert not is_in_hand(lead)
        take_in_hand(coordinator)
        take_in_hand(lead, beside=coordinator)
        assert is_in_hand(lead)
